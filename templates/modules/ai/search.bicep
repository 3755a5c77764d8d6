metadata name = 'AI Search'
metadata description = 'Search service that grounds answers in the data of the application; access by role only.'

import { logsAndMetrics } from '../shared/diagnostics.bicep'
import { accessGrant, grantProperties, principalIdMap, roleIds } from '../shared/roles.bicep'
import { searchRanking, searchServiceSku } from '../shared/types.bicep'

@description('Required. Name of the service. Globally unique.')
@minLength(2)
@maxLength(60)
param name string

@description('Required. Azure region of the search service.')
param location string

@description('Required. Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Optional. SKU; basic has at most three replicas and three partitions.')
param sku searchServiceSku = 'basic'

@description('Optional. Replicas: two for the service level of queries, three for that of updates too.')
@minValue(1)
@maxValue(12)
param replicas int = 1

@description('Optional. Partitions: 1, 2, 3, 4, 6 or 12, together with the replicas at most 36 units.')
@minValue(1)
@maxValue(12)
param partitions int = 1

@description('Optional. Semantic ranking.')
param semantic searchRanking = 'free'

@description('Optional. Whether there is a way in besides private endpoints; a token is needed on every way.')
param publicAccess bool = true

@description('Optional. Public addresses or ranges that may use the service. Default: all, where public access is on.')
param allowedAddresses string[] = []

@description('Optional. Whether whoever deploys gets the right to define indexes, which owners do not have.')
param deployerDefines bool = false

@description('Optional. Who may use the service.')
param access accessGrant[] = []

@description('Conditional. Principal ids by identity. Required for every identity in access.')
param principalIds principalIdMap = {}

@description('Optional. Tags of the service.')
param tags resourceInput<'Microsoft.Search/searchServices@2025-05-01'>.tags = {}

resource service 'Microsoft.Search/searchServices@2025-05-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: sku }
  identity: { type: 'SystemAssigned' }
  properties: {
    replicaCount: replicas
    partitionCount: partitions
    semanticSearch: semantic
    disableLocalAuth: true
    publicNetworkAccess: publicAccess ? 'Enabled' : 'Disabled'
    networkRuleSet: {
      // Foundry and Azure OpenAI reach the index with their identity even where rules keep others out.
      bypass: 'AzureServices'
      ipRules: map(allowedAddresses, address => { value: address })
    }
  }
}

resource serviceAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in access: {
    scope: service
    name: guid(service.id, grant.identity, grant.role)
    properties: grantProperties(principalIds[grant.identity], grant.role)
  }
]

// A person or a pipeline, so the type of the principal is left out.
resource deployerAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (deployerDefines) {
  scope: service
  name: guid(service.id, deployer().objectId, 'Search Service Contributor')
  properties: {
    principalId: deployer().objectId
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roleIds['Search Service Contributor']
    )
  }
}

#disable-next-line use-recent-api-versions // no stable version has category groups
resource serviceDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: service
  name: 'workspace'
  properties: logsAndMetrics(workspaceId)
}

@description('Resource id of the service.')
output resourceId string = service.id

@description('Name of the service.')
output name string = service.name

@description('Address of the service.')
output endpoint string = service.properties.endpoint

@description('Principal id of the service, for the models and documents its indexers read.')
output principalId string = service.identity.principalId
