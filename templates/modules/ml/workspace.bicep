metadata name = 'Machine Learning workspace'
metadata description = 'Home of online endpoints, which run your own orchestrator; identities instead of keys.'

import { logsAndMetrics } from '../shared/diagnostics.bicep'
import { accessGrant, grantProperties, principalIdMap } from '../shared/roles.bicep'

@export()
@description('Resource that deployments reach by a private endpoint of the managed network.')
@sealed()
type privateTarget = {
  @description('Required. Name of the endpoint, key of the resource in targetIds.')
  name: string

  @description('Required. Part of the resource, such as account or searchService.')
  groupId: string
}

@description('Required. Name of the workspace.')
@minLength(3)
@maxLength(33)
param name string

@description('Required. Azure region of the machine learning workspace.')
param location string

@description('Required. Resource id of the Log Analytics workspace.')
param workspaceId string

// The roles Machine Learning asks for: Contributor of the four resources below; of the storage account also Storage
// Blob Data Contributor and Storage File Data Privileged Contributor, of the vault also Key Vault Administrator.
@description('Required. Resource id of the identity of the workspace, which has its roles before the workspace exists.')
param identityId string

@description('Required. Resource id of the storage account, with a flat namespace. Fixed once the workspace exists.')
param storageId string

@description('Required. Resource id of the key vault. Fixed once the workspace exists.')
param vaultId string

@description('Required. Resource id of the registry, Premium where it is private.')
param registryId string

@description('Required. Resource id of the Application Insights component.')
param insightsId string

@description('Optional. Whether the workspace is reachable from outside the network.')
param publicAccess bool = false

// The third brings a firewall that costs; from the others there is no way back to none.
@description('Optional. What deployments reach: public addresses, private endpoints too, or only what is approved.')
param isolation 'Disabled' | 'AllowInternetOutbound' | 'AllowOnlyApprovedOutbound' = 'AllowInternetOutbound'

@description('Optional. What deployments reach by a private endpoint, besides the resources above.')
param privateTargets privateTarget[] = []

@description('Conditional. Resource ids by private target. The identity is network connection approver of each.')
param targetIds {
  @description('Resource id of the target.')
  *: string
} = {}

@description('Optional. Who may use the workspace.')
param access accessGrant[] = []

@description('Conditional. Principal ids by identity. Required for every identity in access.')
param principalIds principalIdMap = {}

@description('Optional. Tags of the workspace.')
param tags resourceInput<'Microsoft.MachineLearningServices/workspaces@2026-05-01'>.tags = {}

resource workspace 'Microsoft.MachineLearningServices/workspaces@2026-05-01' = {
  name: name
  location: location
  tags: tags
  kind: 'Default'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  sku: { name: 'Basic', tier: 'Basic' }
  properties: {
    friendlyName: name
    primaryUserAssignedIdentity: identityId
    storageAccount: storageId
    keyVault: vaultId
    containerRegistry: registryId
    applicationInsights: insightsId
    systemDatastoresAuthMode: 'Identity'
    publicNetworkAccess: publicAccess ? 'Enabled' : 'Disabled'
    // Online endpoints exist in the other mode only.
    v1LegacyMode: false
    // A deployment fails while its network is missing; after the first time this does nothing.
    provisionNetworkNow: isolation != 'Disabled'
    managedNetwork: {
      isolationMode: isolation
      outboundRules: toObject(privateTargets, target => target.name, target => {
        type: 'PrivateEndpoint'
        category: 'UserDefined'
        destination: {
          serviceResourceId: targetIds[target.name]
          subresourceTarget: target.groupId
          sparkEnabled: false
        }
      })
    }
  }
}

resource workspaceAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in access: {
    scope: workspace
    name: guid(workspace.id, grant.identity, grant.role)
    properties: grantProperties(principalIds[grant.identity], grant.role)
  }
]

#disable-next-line use-recent-api-versions // no stable version has category groups
resource workspaceDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: workspace
  name: 'workspace'
  properties: logsAndMetrics(workspaceId)
}

@description('Resource id of the workspace.')
output resourceId string = workspace.id

@description('Name of the workspace.')
output name string = workspace.name
