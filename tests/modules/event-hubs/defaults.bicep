metadata name = 'event-hubs: defaults'
metadata description = 'Only what is required.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

module thing '../../../templates/modules/messaging/event-hubs.bicep' = {
  params: {
    name: 'evhns-test'
    location: location
    workspaceId: workspaceId
  }
}
