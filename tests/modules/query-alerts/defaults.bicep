metadata name = 'query-alerts: defaults'
metadata description = 'Only what is required.'

import { serviceLevelAlerts } from '../../../templates/modules/monitoring/alert-rules.bicep'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

@description('Required. Resource id of an action group.')
param actionGroupId string

module thing '../../../templates/modules/monitoring/query-alerts.bicep' = {
  params: {
    name: 'application'
    location: location
    workspaceId: workspaceId
    alerts: serviceLevelAlerts({
      responseMilliseconds: 2000
      availability: '99.9'
      errorRate: '0.1'
      tokenSpend: 500
    })
    actionGroupId: actionGroupId
  }
}
