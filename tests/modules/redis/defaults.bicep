metadata name = 'redis: defaults'
metadata description = 'Only what is required.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

module thing '../../../templates/modules/data/redis.bicep' = {
  params: {
    name: 'amr-test'
    location: location
    workspaceId: workspaceId
  }
}
