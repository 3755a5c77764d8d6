metadata name = 'cosmos: max'
metadata description = 'Every parameter.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

@description('Required. Principal id of a service.')
param principalId string

module thing '../../../templates/modules/data/cosmos.bicep' = {
  params: {
    name: 'cosmos-test'
    location: location
    workspaceId: workspaceId
    regions: [
      { location: location, zoneRedundant: true }
      { location: 'westus2', zoneRedundant: false }
    ]
    maxThroughput: 4000
    backupDays: 30
    database: 'history'
    containers: [
      { name: 'conversations', partitionKey: ['/tenantId', '/userId', '/conversationId'], timeToLive: 2592000 }
      { name: 'feedback', partitionKey: ['/tenantId'] }
    ]
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
