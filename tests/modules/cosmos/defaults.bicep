metadata name = 'cosmos: defaults'
metadata description = 'Only what is required.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

module thing '../../../templates/modules/data/cosmos.bicep' = {
  params: {
    name: 'cosmos-test'
    location: location
    workspaceId: workspaceId
  }
}
