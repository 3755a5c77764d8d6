metadata name = 'Access of a Foundry project'
metadata description = 'Roles of a project, whose identity is known late, on what its agents use.'

import { grantProperties, roleName } from '../shared/roles.bicep'

@description('Required. Name of the project, of which the names of the assignments are made.')
param project string

@description('Required. Principal id of the project.')
param principalId string

@description('Required. Name of the Foundry account: the models the agents call.')
param accountName string

@description('Required. Name of the storage account: files.')
param storageName string

@description('Required. Name of the search service: vectors.')
param searchName string

@description('Required. Name of the Cosmos DB account: threads. The agents read and write all of it.')
param cosmosName string

@description('Optional. Name of the Application Insights component: traces.')
param insightsName string?

var searchRoles roleName[] = ['Search Index Data Contributor', 'Search Service Contributor']

// Cosmos DB Built-in Data Contributor, a role of the account itself.
var dataContributor = '00000000-0000-0000-0000-000000000002'

// Owner lets the agents tag blobs, and only those of their own containers.
var containers = 'Microsoft.Storage/storageAccounts/blobServices/containers'
var tagActions = map(
  ['tags/read', 'filter/action', 'tags/write'],
  action => '!(ActionMatches{\'${containers}/blobs/${action}\'})'
)
var agentContainers = '@Resource[${containers}:name] StringLikeIgnoreCase \'*-azureml-agent\''

resource account 'Microsoft.CognitiveServices/accounts@2026-07-01' existing = {
  name: accountName
}

resource accountAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, project, 'Foundry User')
  properties: grantProperties(principalId, 'Foundry User')
}

resource storage 'Microsoft.Storage/storageAccounts@2026-04-01' existing = {
  name: storageName
}

resource storageAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: storage
  name: guid(storage.id, project, 'Storage Blob Data Contributor')
  properties: grantProperties(principalId, 'Storage Blob Data Contributor')
}

resource storageTagAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: storage
  name: guid(storage.id, project, 'Storage Blob Data Owner')
  properties: {
    ...grantProperties(principalId, 'Storage Blob Data Owner')
    conditionVersion: '2.0'
    condition: '((${join(tagActions, ' AND ')}) OR (${agentContainers}))'
  }
}

resource search 'Microsoft.Search/searchServices@2025-05-01' existing = {
  name: searchName
}

resource searchAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in searchRoles: {
    scope: search
    name: guid(search.id, project, role)
    properties: grantProperties(principalId, role)
  }
]

resource cosmos 'Microsoft.DocumentDB/databaseAccounts@2026-03-15' existing = {
  name: cosmosName
}

// The agent service makes its database and containers with this role.
resource cosmosAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: cosmos
  name: guid(cosmos.id, project, 'Cosmos DB Operator')
  properties: grantProperties(principalId, 'Cosmos DB Operator')
}

// The containers do not exist yet, so the right to their data is one to the account.
resource cosmosDataAccess 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2026-03-15' = {
  parent: cosmos
  name: guid(cosmos.id, project, dataContributor)
  properties: {
    principalId: principalId
    roleDefinitionId: '${cosmos.id}/sqlRoleDefinitions/${dataContributor}'
    scope: cosmos.id
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = if (insightsName != null) {
  name: insightsName ?? 'none'
}

resource insightsAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (insightsName != null) {
  scope: insights
  name: guid(insights.id, project, 'Monitoring Metrics Publisher')
  properties: grantProperties(principalId, 'Monitoring Metrics Publisher')
}
