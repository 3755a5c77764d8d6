metadata name = 'ai-account: defaults'
metadata description = 'Only what is required.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

module thing '../../../templates/modules/ai/ai-account.bicep' = {
  params: {
    name: 'cv-test'
    location: location
    kind: 'ComputerVision'
    sku: 'S1'
    workspaceId: workspaceId
  }
}
