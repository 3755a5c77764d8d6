metadata name = 'online-endpoint: max'
metadata description = 'Every parameter.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a Log Analytics workspace.')
param workspaceId string

@description('Required. Resource id of an identity.')
param identityId string

@description('Required. Principal id of a service.')
param principalId string

module thing '../../../templates/modules/ml/online-endpoint.bicep' = {
  params: {
    name: 'ept-test'
    location: location
    machineLearning: 'mlw-test'
    identityId: identityId
    workspaceId: workspaceId
    traffic: {
      blue: 90
      green: 10
    }
    publicAccess: true
    access: [
      { identity: 'chat', role: 'AzureML Data Scientist' }
    ]
    principalIds: {
      chat: principalId
    }
    tags: {
      costCenter: 'test'
    }
  }
}
