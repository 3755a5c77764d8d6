metadata name = 'AI account'
metadata description = 'One Azure AI service, access by role only: Azure OpenAI, Foundry, Computer Vision and the like.'

import { logsAndMetrics } from '../shared/diagnostics.bicep'
import { accessGrant, grantProperties, principalIdMap } from '../shared/roles.bicep'
import { modelDeployment } from '../shared/types.bicep'

@description('Content filter of the account, applied to prompts and to answers.')
@sealed()
type contentFilter = {
  @description('Required. Name of the filter.')
  name: string

  @description('Required. Severity from which hate, violence, sex and self-harm are blocked; Low blocks most.')
  severity: 'Low' | 'Medium' | 'High'
}

@description('Required. Name of the account and of its endpoint. Globally unique; the endpoint cannot be renamed.')
@minLength(2)
@maxLength(64)
param name string

@description('Required. Azure region of the account.')
param location string

@description('Required. Kind of the account; Foundry is called AIServices, Document Intelligence FormRecognizer.')
param kind 'AIServices' | 'ComputerVision' | 'ContentSafety' | 'FormRecognizer' | 'OpenAI'

@description('Required. SKU: S0, for Computer Vision S1; F0 is free, but not for Azure OpenAI and Foundry.')
param sku string

@description('Required. Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Optional. Model deployments, kinds OpenAI and AIServices only.')
param deployments modelDeployment[] = []

@description('Optional. Capacity of each deployment that names none.')
@minValue(1)
param capacity int = 1

@description('Optional. Content filter of every model deployment. Default: the one Azure has for all accounts.')
param filter contentFilter?

@description('Optional. Whether there is a way in besides private endpoints; a token is needed on every way.')
param publicAccess bool = true

@description('Optional. Public addresses or ranges that may call the account. Default: all, where public access is on.')
param allowedAddresses string[] = []

@description('Optional. Resource id of the subnet Foundry runs agents in, kind AIServices only. Fixed once set.')
param agentSubnetId string?

@description('Optional. Who may call the account.')
param access accessGrant[] = []

@description('Conditional. Principal ids by identity. Required for every identity in access.')
param principalIds principalIdMap = {}

@description('Optional. Tags of the account.')
param tags resourceInput<'Microsoft.CognitiveServices/accounts@2026-07-01'>.tags = {}

// Other kinds refuse the exception for trusted services.
var trustsServices = contains(['AIServices', 'OpenAI'], kind)

// Harm that has degrees is blocked from the given one on.
var gradedFilters = map(['Hate', 'Selfharm', 'Sexual', 'Violence'], name => {
  name: name
  severityThreshold: filter.?severity
})
var promptFilters = concat(gradedFilters, [{ name: 'Indirect Attack' }, { name: 'Jailbreak' }])
var completionFilters = concat(gradedFilters, [{ name: 'Protected Material Text' }])

resource account 'Microsoft.CognitiveServices/accounts@2026-07-01' = {
  name: name
  location: location
  tags: tags
  kind: kind
  sku: { name: sku }
  identity: { type: 'SystemAssigned' }
  properties: {
    // Entra tokens are accepted at an endpoint of its own only.
    customSubDomainName: name
    disableLocalAuth: true
    allowProjectManagement: kind == 'AIServices' ? true : null
    publicNetworkAccess: publicAccess ? 'Enabled' : 'Disabled'
    networkAcls: {
      defaultAction: publicAccess && empty(allowedAddresses) ? 'Allow' : 'Deny'
      bypass: trustsServices ? 'AzureServices' : null
      ipRules: map(allowedAddresses, address => { value: address })
    }
    networkInjections: agentSubnetId == null
      ? null
      : [
          {
            scenario: 'agent'
            subnetArmId: agentSubnetId
            useMicrosoftManagedNetwork: false
          }
        ]
  }
}

resource accountFilter 'Microsoft.CognitiveServices/accounts/raiPolicies@2026-07-01' = if (filter != null) {
  parent: account
  name: filter.?name ?? 'none'
  properties: {
    basePolicyName: 'Microsoft.DefaultV2'
    mode: 'Blocking'
    contentFilters: concat(
      map(promptFilters, entry => { ...entry, source: 'Prompt', enabled: true, blocking: true }),
      map(completionFilters, entry => { ...entry, source: 'Completion', enabled: true, blocking: true }),
      // Code that is found in public repositories is marked, with its licence, not refused.
      [{ name: 'Protected Material Code', source: 'Completion', enabled: true, blocking: false }]
    )
  }
}

// The account takes one change at a time.
@batchSize(1)
resource models 'Microsoft.CognitiveServices/accounts/deployments@2026-07-01' = [
  for deployment in deployments: {
    parent: account
    name: deployment.name
    sku: { name: deployment.sku, capacity: deployment.?capacity ?? capacity }
    properties: {
      model: {
        format: 'OpenAI'
        name: deployment.model
        version: deployment.version
      }
      versionUpgradeOption: deployment.versionUpgrade
      raiPolicyName: filter == null ? 'Microsoft.DefaultV2' : accountFilter.name
    }
  }
]

resource accountAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in access: {
    scope: account
    name: guid(account.id, grant.identity, grant.role)
    properties: grantProperties(principalIds[grant.identity], grant.role)
  }
]

#disable-next-line use-recent-api-versions // no stable version has category groups
resource accountDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: account
  name: 'workspace'
  properties: logsAndMetrics(workspaceId)
}

@description('Resource id of the account.')
output resourceId string = account.id

@description('Name of the account.')
output name string = account.name

@description('Address of the account.')
output endpoint string = account.properties.endpoint

@description('Principal id of the account, for what it reads itself.')
output principalId string = account.identity.principalId
