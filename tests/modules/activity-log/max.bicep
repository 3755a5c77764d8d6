targetScope = 'subscription'

metadata name = 'activity-log: max'
metadata description = 'Every parameter.'

@description('Required. Resource id of a workspace.')
param workspaceId string

module thing '../../../templates/modules/monitoring/activity-log.bicep' = {
  params: {
    name: 'log-test'
    workspaceId: workspaceId
    categories: [
      'Administrative'
      'Alert'
      'Autoscale'
      'Policy'
      'Recommendation'
      'ResourceHealth'
      'Security'
      'ServiceHealth'
    ]
  }
}
