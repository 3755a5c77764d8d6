metadata name = 'Metric alerts'
metadata description = 'Alerts on the metrics of one resource, one rule for each row of a table.'

import { metricAlert } from 'alert-rules.bicep'

@description('Values of dimensions that count.')
@sealed()
type alertDimension = {
  @description('Required. Name of the dimension.')
  name: string

  @description('Required. The values count; the others do not.')
  operator: 'Include'

  @description('Required. The values.')
  values: string[]
}

@description('Dimensions of an alert, as Azure Monitor takes them.')
func dimensionsOf(alert metricAlert) alertDimension[] =>
  map(items(alert.?dimensions ?? {}), entry => { name: entry.key, operator: 'Include', values: entry.value })

@description('Criteria that Azure learns; only those made for several resources can.')
func learned(alert metricAlert) resourceInput<'Microsoft.Insights/metricAlerts@2026-01-01'>.properties.criteria => {
  'odata.type': 'Microsoft.Azure.Monitor.MultipleResourceMultipleMetricCriteria'
  allOf: [
    {
      criterionType: 'DynamicThresholdCriterion'
      name: alert.name
      metricName: alert.metric
      timeAggregation: alert.aggregation
      dimensions: dimensionsOf(alert)
      operator: alert.?operator ?? 'GreaterThan'
      alertSensitivity: alert.?sensitivity ?? 'Medium'
      failingPeriods: {
        numberOfEvaluationPeriods: 4
        minFailingPeriodsToAlert: 3
      }
    }
  ]
}

@description('Criteria with a threshold.')
func fixed(
  alert metricAlert,
  threshold int
) resourceInput<'Microsoft.Insights/metricAlerts@2026-01-01'>.properties.criteria => {
  'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
  allOf: [
    {
      criterionType: 'StaticThresholdCriterion'
      name: alert.name
      metricName: alert.metric
      timeAggregation: alert.aggregation
      dimensions: dimensionsOf(alert)
      operator: alert.?operator ?? 'GreaterThan'
      threshold: threshold
    }
  ]
}

@description('Required. Name of what is watched; the names of the rules begin with it.')
param name string

@description('Required. Resource id of what is watched.')
param targetId string

@description('Required. The rules.')
param alerts metricAlert[]

@description('Required. Resource id of the action group that gets the alerts.')
param actionGroupId string

@description('Optional. Tags of the rules.')
param tags resourceInput<'Microsoft.Insights/metricAlerts@2026-01-01'>.tags = {}

resource rules 'Microsoft.Insights/metricAlerts@2026-01-01' = [
  for alert in alerts: {
    name: '${name}-${alert.name}'
    location: 'global'
    tags: tags
    properties: {
      description: alert.description
      severity: alert.severity
      enabled: true
      autoMitigate: true
      scopes: [targetId]
      evaluationFrequency: alert.frequency
      windowSize: alert.window
      criteria: alert.?threshold == null ? learned(alert) : fixed(alert, alert.threshold!)
      actions: [
        {
          actionGroupId: actionGroupId
        }
      ]
    }
  }
]

@description('Resource ids of the rules, in the order of the table.')
output resourceIds string[] = [for (alert, i) in alerts: rules[i].id]
