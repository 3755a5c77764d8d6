metadata name = 'app-configuration: defaults'
metadata description = 'Only what is required.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

module thing '../../../templates/modules/data/app-configuration.bicep' = {
  params: {
    name: 'appcs-test'
    location: location
    workspaceId: workspaceId
  }
}
