metadata name = 'service-bus: defaults'
metadata description = 'Only what is required.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

module thing '../../../templates/modules/messaging/service-bus.bicep' = {
  params: {
    name: 'sbns-test'
    location: location
    workspaceId: workspaceId
  }
}
