metadata name = 'service-health-alert: defaults'
metadata description = 'Only what is required.'

@description('Required. Resource id of an action group.')
param actionGroupId string

module thing '../../../templates/modules/monitoring/service-health-alert.bicep' = {
  params: {
    name: 'service-health'
    actionGroupId: actionGroupId
  }
}
