metadata name = 'metric-alerts: max'
metadata description = 'Every parameter.'

import {
  aiServiceAlerts
  eventHubsAlerts
  modelAlerts
  searchAlerts
  serviceBusAlerts
} from '../../../templates/modules/monitoring/alert-rules.bicep'
import { modelDeployment } from '../../../templates/modules/shared/types.bicep'

@description('Required. Resource id of an AI account.')
param accountId string

@description('Required. Resource id of an action group.')
param actionGroupId string

var deployments modelDeployment[] = [
  {
    name: 'chat'
    model: 'gpt-5.4-mini'
    version: '2026-03-17'
    sku: 'GlobalStandard'
    versionUpgrade: 'OnceCurrentVersionExpired'
  }
  {
    name: 'chat-reserved'
    model: 'gpt-5.4-mini'
    version: '2026-03-17'
    sku: 'GlobalProvisionedManaged'
    capacity: 15
    versionUpgrade: 'NoAutoUpgrade'
  }
]

module thing '../../../templates/modules/monitoring/metric-alerts.bicep' = {
  params: {
    name: 'account'
    targetId: accountId
    alerts: concat(modelAlerts(deployments, 10, 80, 10), aiServiceAlerts, searchAlerts, eventHubsAlerts, serviceBusAlerts(1000))
    actionGroupId: actionGroupId
    tags: {
      costCenter: 'test'
    }
  }
}
