metadata name = 'search: defaults'
metadata description = 'Only what is required.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

module thing '../../../templates/modules/ai/search.bicep' = {
  params: {
    name: 'srch-test'
    location: location
    workspaceId: workspaceId
  }
}
