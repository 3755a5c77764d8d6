metadata name = 'app-service-plan: defaults'
metadata description = 'Only what is required.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

module thing '../../../templates/modules/apps/app-service-plan.bicep' = {
  params: {
    name: 'asp-test'
    location: location
    workspaceId: workspaceId
  }
}
