metadata name = 'service-health-alert: max'
metadata description = 'Every parameter.'

@description('Required. Resource id of an action group.')
param actionGroupId string

module thing '../../../templates/modules/monitoring/service-health-alert.bicep' = {
  params: {
    name: 'service-health'
    actionGroupId: actionGroupId
    tags: {
      costCenter: 'test'
    }
  }
}
