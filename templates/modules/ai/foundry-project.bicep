metadata name = 'Foundry project'
metadata description = 'Project of a Foundry account and what it is connected to, always by its own identity.'

@export()
@description('Resource a project works with.')
@sealed()
type projectConnection = {
  @description('Required. Name of the connection, 3 to 33 letters, digits, hyphens and underscores.')
  name: string

  @description('Required. What the resource is.')
  category: 'AzureStorageAccount' | 'CognitiveSearch' | 'CosmosDb'
}

@export()
@description('Where a connection leads.')
@sealed()
type connectionTarget = {
  @description('Required. Resource id.')
  resourceId: string

  @description('Required. Address of the data: of the search service, the blobs or the documents.')
  endpoint: string

  @description('Required. Azure region.')
  location: string
}

@description('Required. Name of the project.')
@minLength(2)
@maxLength(64)
param name string

@description('Required. Azure region, that of the account.')
param location string

@description('Required. Name of the Foundry account, which must be there with all its models: one change at a time.')
param accountName string

@description('Optional. Name people see. Default: that of the project.')
param displayName string = name

@description('Optional. What the project works with.')
param connections projectConnection[] = []

@description('Conditional. Where the connections lead, by name. Required for every connection.')
param targets {
  @description('Where the connection leads.')
  *: connectionTarget
} = {}

@description('Optional. Name of the Application Insights component that gets the traces of the agents.')
param insightsName string?

@description('Optional. Tags of the project.')
param tags resourceInput<'Microsoft.CognitiveServices/accounts/projects@2026-07-01'>.tags = {}

var traced = insightsName != null

resource account 'Microsoft.CognitiveServices/accounts@2026-07-01' existing = {
  name: accountName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = if (traced) {
  name: insightsName ?? 'none'
}

resource project 'Microsoft.CognitiveServices/accounts/projects@2026-07-01' = {
  parent: account
  name: name
  location: location
  tags: tags
  identity: { type: 'SystemAssigned' }
  properties: {
    displayName: displayName
  }
}

// The project takes one change at a time.
@batchSize(1)
resource projectConnections 'Microsoft.CognitiveServices/accounts/projects/connections@2026-07-01' = [
  for connection in connections: {
    parent: project
    name: connection.name
    properties: {
      category: connection.category
      authType: 'AAD'
      target: targets[connection.name].endpoint
      metadata: {
        ApiType: 'Azure'
        ResourceId: targets[connection.name].resourceId
        location: targets[connection.name].location
      }
    }
  }
]

// The key is the address for telemetry and no secret: the component asks for a token.
resource projectTraces 'Microsoft.CognitiveServices/accounts/projects/connections@2026-07-01' = if (traced) {
  parent: project
  name: 'application-insights'
  properties: {
    category: 'AppInsights'
    authType: 'ApiKey'
    target: insights.id
    credentials: {
      key: insights.?properties.ConnectionString ?? ''
    }
    metadata: {
      ApiType: 'Azure'
      ResourceId: insights.id
    }
  }
  dependsOn: [
    // One change at a time.
    projectConnections
  ]
}

@description('Resource id of the project.')
output resourceId string = project.id

@description('Name of the project.')
output name string = project.name

@description('Address of the project.')
output endpoint string = project.properties.endpoints['AI Foundry API']

@description('Principal id of the project, for the resources its agents use.')
output principalId string = project.identity.principalId
