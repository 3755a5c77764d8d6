targetScope = 'subscription'

metadata name = 'activity-log: defaults'
metadata description = 'Only what is required.'

@description('Required. Resource id of a workspace.')
param workspaceId string

module thing '../../../templates/modules/monitoring/activity-log.bicep' = {
  params: {
    name: 'log-test'
    workspaceId: workspaceId
  }
}
