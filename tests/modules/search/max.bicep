metadata name = 'search: max'
metadata description = 'Every parameter.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

@description('Required. Principal id of a service.')
param principalId string

module thing '../../../templates/modules/ai/search.bicep' = {
  params: {
    name: 'srch-test'
    location: location
    workspaceId: workspaceId
    sku: 'standard'
    replicas: 3
    partitions: 2
    semantic: 'standard'
    publicAccess: false
    allowedAddresses: ['203.0.113.7']
    deployerDefines: true
    access: [
      { identity: 'chat', role: 'Search Index Data Reader' }
    ]
    principalIds: {
      chat: principalId
    }
    tags: {
      costCenter: 'test'
    }
  }
}
