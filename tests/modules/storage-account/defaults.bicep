metadata name = 'storage-account: defaults'
metadata description = 'Only what is required.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

module thing '../../../templates/modules/data/storage-account.bicep' = {
  params: {
    name: 'sttest'
    location: location
    workspaceId: workspaceId
  }
}
