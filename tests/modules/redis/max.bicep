metadata name = 'redis: max'
metadata description = 'Every parameter.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

@description('Required. Principal id of a service.')
param principalId string

module thing '../../../templates/modules/data/redis.bicep' = {
  params: {
    name: 'amr-test'
    location: location
    workspaceId: workspaceId
    sku: 'MemoryOptimized_M10'
    highAvailability: false
    publicAccess: true
    writers: ['chat-service']
    principalIds: {
      'chat-service': principalId
    }
    tags: {
      costCenter: 'test'
    }
  }
}
