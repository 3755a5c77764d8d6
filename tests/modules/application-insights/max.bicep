metadata name = 'application-insights: max'
metadata description = 'Every parameter.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

@description('Required. Principal id of a service.')
param principalId string

module thing '../../../templates/modules/monitoring/application-insights.bicep' = {
  params: {
    name: 'appi-test'
    location: location
    workspaceId: workspaceId
    samplingPercentage: 50
    access: [
      { identity: 'chat', role: 'Monitoring Metrics Publisher' }
    ]
    principalIds: {
      chat: principalId
    }
    tags: {
      costCenter: 'test'
    }
  }
}
