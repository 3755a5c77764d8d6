metadata name = 'service-bus: max'
metadata description = 'Every parameter.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

@description('Required. Principal id of a service.')
param principalId string

module thing '../../../templates/modules/messaging/service-bus.bicep' = {
  params: {
    name: 'sbns-test'
    location: location
    workspaceId: workspaceId
    sku: 'Premium'
    capacity: 16
    queues: [
      { name: 'documents', maxDeliveries: 5, lockSeconds: 300, timeToLiveDays: 14, duplicateMinutes: 10 }
      { name: 'results', maxDeliveries: 10, lockSeconds: 60 }
    ]
    publicAccess: true
    access: [
      { identity: 'chat', role: 'Azure Service Bus Data Sender' }
      { identity: 'functions', role: 'Azure Service Bus Data Receiver' }
      { identity: 'job', role: 'Azure Service Bus Data Owner' }
    ]
    principalIds: {
      chat: principalId
      functions: principalId
      job: principalId
    }
    tags: {
      costCenter: 'test'
    }
  }
}
