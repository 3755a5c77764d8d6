metadata name = 'online-endpoint: defaults'
metadata description = 'Only what is required.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a Log Analytics workspace.')
param workspaceId string

@description('Required. Resource id of an identity.')
param identityId string

module thing '../../../templates/modules/ml/online-endpoint.bicep' = {
  params: {
    name: 'ept-test'
    location: location
    machineLearning: 'mlw-test'
    identityId: identityId
    workspaceId: workspaceId
  }
}
