metadata name = 'event-hubs: max'
metadata description = 'Every parameter.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

@description('Required. Principal id of the identity.')
param principalId string

@description('Required. Resource id of a storage account.')
param storageId string

@description('Required. Resource id of an identity.')
param identityId string

module thing '../../../templates/modules/messaging/event-hubs.bicep' = {
  params: {
    name: 'evhns-test'
    location: location
    workspaceId: workspaceId
    sku: 'Standard'
    capacity: 2
    maxCapacity: 10
    hubs: [
      {
        name: 'documents'
        partitions: 4
        retentionHours: 168
        consumerGroups: ['functions', 'audit']
        captureContainer: 'captured'
      }
      {
        name: 'results'
        partitions: 1
        retentionHours: 24
        consumerGroups: []
      }
    ]
    capture: {
      storageId: storageId
      identityId: identityId
    }
    publicAccess: true
    access: [
      { identity: 'chat', role: 'Azure Event Hubs Data Sender' }
      { identity: 'functions', role: 'Azure Event Hubs Data Receiver' }
    ]
    principalIds: {
      chat: principalId
      functions: principalId
    }
    tags: {
      costCenter: 'test'
    }
  }
}
