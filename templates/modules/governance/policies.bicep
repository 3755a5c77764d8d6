metadata name = 'Policies'
metadata description = 'Built-in policies on the resource group: where data may be, which tags it carries, no keys.'

@description('Required. Regions resources may be in. Global ones are exempt, the metadata of static sites is not.')
@minLength(1)
param allowedLocations string[]

@description('Optional. Tags every resource has to carry.')
param requiredTags string[] = []

@description('Optional. Whether a resource without the tags is refused. Default: reported, as Azure makes some itself.')
param enforceTags bool = false

@description('Optional. Whether AI services that accept keys, or calls from any network, are reported.')
param auditAiServices bool = true

var definitions = {
  aiDiagnostics: '1b4d1c4e-934c-4703-944c-27c82c06bebb'
  aiKeys: '71ef260a-8f18-47b7-abcb-62d0673d94dc'
  aiNetwork: '037eea7a-bd0a-46c5-9a66-03aea78705d3'
  locations: 'e56962a6-4747-49cd-b67b-bf8b01975c4c'
  tag: '871b6d14-10aa-478d-b590-94f262ecfa99'
}

var audits = [
  {
    name: 'ai-diagnostics'
    description: 'Reports AI services whose logs go nowhere.'
    definition: definitions.aiDiagnostics
    effect: 'AuditIfNotExists'
  }
  {
    name: 'ai-keys'
    description: 'Reports AI services that accept keys.'
    definition: definitions.aiKeys
    effect: 'Audit'
  }
  {
    name: 'ai-network'
    description: 'Reports AI services that accept calls from any network.'
    definition: definitions.aiNetwork
    effect: 'Audit'
  }
]

// Shown beside an assignment: where to change it.
var origin = {
  assignedBy: 'infra/modules/governance/policies.bicep'
}

resource locationPolicy 'Microsoft.Authorization/policyAssignments@2025-11-01' = {
  name: 'allowed-locations'
  properties: {
    displayName: 'Data stays in the regions of the environment'
    description: 'Refuses resources in other regions.'
    metadata: origin
    policyDefinitionId: tenantResourceId('Microsoft.Authorization/policyDefinitions', definitions.locations)
    parameters: {
      listOfAllowedLocations: {
        value: allowedLocations
      }
    }
    nonComplianceMessages: [
      {
        message: 'Resources of this environment may be in ${join(allowedLocations, ', ')} only.'
      }
    ]
  }
}

resource tagPolicies 'Microsoft.Authorization/policyAssignments@2025-11-01' = [
  for tag in requiredTags: {
    // A name of an assignment has no colon.
    name: take('required-tag-${replace(tag, ':', '-')}', 64)
    properties: {
      displayName: 'Resources carry the tag ${tag}'
      description: 'Says what belongs to which application, environment or owner.'
      metadata: origin
      policyDefinitionId: tenantResourceId('Microsoft.Authorization/policyDefinitions', definitions.tag)
      enforcementMode: enforceTags ? 'Default' : 'DoNotEnforce'
      parameters: {
        tagName: {
          value: tag
        }
      }
    }
  }
]

resource auditPolicies 'Microsoft.Authorization/policyAssignments@2025-11-01' = [
  for audit in auditAiServices ? audits : []: {
    name: audit.name
    properties: {
      displayName: 'Audit: ${audit.name}'
      description: audit.description
      metadata: origin
      policyDefinitionId: tenantResourceId('Microsoft.Authorization/policyDefinitions', audit.definition)
      parameters: {
        effect: {
          value: audit.effect
        }
      }
    }
  }
]

@description('Resource id of the assignment that keeps data where it belongs.')
output resourceId string = locationPolicy.id

@description('Name of that assignment.')
output name string = locationPolicy.name
