metadata name = 'app-service-plan: max'
metadata description = 'Every parameter.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

module thing '../../../templates/modules/apps/app-service-plan.bicep' = {
  params: {
    name: 'asp-test'
    location: location
    workspaceId: workspaceId
    sku: 'P1v4'
    instances: 3
    maxInstances: 10
    cpuUtilization: 80
    zoneRedundant: true
    tags: {
      costCenter: 'test'
    }
  }
}
