metadata name = 'Online endpoint'
metadata description = 'Address of your own orchestrator, open to callers with a role. A script adds deployments.'

import { logsAndMetrics } from '../shared/diagnostics.bicep'
import { accessGrant, grantProperties, principalIdMap } from '../shared/roles.bicep'

@description('Required. Name of the endpoint: letters, digits and hyphens. Unique in its region.')
@minLength(3)
@maxLength(32)
param name string

@description('Required. Azure region, that of the workspace.')
param location string

@description('Required. Name of the Machine Learning workspace.')
param machineLearning string

// Each deployment takes AcrPull of the registry and Storage Blob Data Reader of the storage account.
@description('Required. Resource id of the identity the deployments run with.')
param identityId string

@description('Required. Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Optional. Percent of the requests by deployment. Provisioning sets it anew: give what is there.')
param traffic {
  @description('Percent of the requests.')
  *: int
} = {}

@description('Optional. Whether the endpoint is reachable from outside the network; a token is needed on every way.')
param publicAccess bool = false

@description('Optional. Who may use the endpoint; to call it takes an AzureML Data Scientist.')
param access accessGrant[] = []

@description('Conditional. Principal ids by identity. Required for every identity in access.')
param principalIds principalIdMap = {}

@description('Optional. Tags of the endpoint.')
param tags resourceInput<'Microsoft.MachineLearningServices/workspaces/onlineEndpoints@2026-05-01'>.tags = {}

resource workspace 'Microsoft.MachineLearningServices/workspaces@2026-05-01' existing = {
  name: machineLearning
}

resource endpoint 'Microsoft.MachineLearningServices/workspaces/onlineEndpoints@2026-05-01' = {
  parent: workspace
  name: name
  location: location
  tags: tags
  kind: 'Managed'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    authMode: 'AADToken'
    publicNetworkAccess: publicAccess ? 'Enabled' : 'Disabled'
    // None is not the same as nothing for all of them.
    traffic: empty(traffic) ? null : traffic
  }
}

resource endpointAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in access: {
    scope: endpoint
    name: guid(endpoint.id, grant.identity, grant.role)
    properties: grantProperties(principalIds[grant.identity], grant.role)
  }
]

#disable-next-line use-recent-api-versions // no stable version has category groups
resource endpointDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: endpoint
  name: 'workspace'
  properties: logsAndMetrics(workspaceId)
}

@description('Resource id of the endpoint.')
output resourceId string = endpoint.id

@description('Name of the endpoint.')
output name string = endpoint.name

@description('Address that takes the requests.')
output scoringUri string = endpoint.properties.scoringUri
