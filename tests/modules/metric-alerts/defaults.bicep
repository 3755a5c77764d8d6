metadata name = 'metric-alerts: defaults'
metadata description = 'Only what is required.'

import { applicationAlerts } from '../../../templates/modules/monitoring/alert-rules.bicep'

@description('Required. Resource id of an Application Insights component.')
param insightsId string

@description('Required. Resource id of an action group.')
param actionGroupId string

module thing '../../../templates/modules/monitoring/metric-alerts.bicep' = {
  params: {
    name: 'application'
    targetId: insightsId
    alerts: applicationAlerts(10)
    actionGroupId: actionGroupId
  }
}
