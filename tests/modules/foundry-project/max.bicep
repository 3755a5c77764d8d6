metadata name = 'foundry-project: max'
metadata description = 'Every parameter.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a search service.')
param searchId string

module thing '../../../templates/modules/ai/foundry-project.bicep' = {
  params: {
    name: 'proj-test'
    location: location
    accountName: 'aif-test'
    displayName: 'Chat'
    connections: [
      { name: 'search', category: 'CognitiveSearch' }
    ]
    targets: {
      search: {
        resourceId: searchId
        endpoint: 'https://srch-test.search.windows.net'
        location: location
      }
    }
    insightsName: 'appi-test'
    tags: {
      costCenter: 'test'
    }
  }
}
