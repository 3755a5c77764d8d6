metadata name = 'application-insights: defaults'
metadata description = 'Only what is required.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

module thing '../../../templates/modules/monitoring/application-insights.bicep' = {
  params: {
    name: 'appi-test'
    location: location
    workspaceId: workspaceId
  }
}
