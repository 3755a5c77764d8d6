metadata name = 'Query alerts'
metadata description = 'Alerts on queries over the logs of a workspace, one rule for each row of a table.'

import { queryAlert } from 'alert-rules.bicep'

@description('Required. Name of what is watched; the names of the rules begin with it.')
param name string

@description('Required. Azure region, that of the workspace.')
param location string

@description('Required. Resource id of the workspace the queries run in.')
param workspaceId string

@description('Required. The rules.')
param alerts queryAlert[]

@description('Required. Resource id of the action group that gets the alerts.')
param actionGroupId string

@description('Optional. Tags of the rules.')
param tags resourceInput<'Microsoft.Insights/scheduledQueryRules@2026-03-01'>.tags = {}

resource rules 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [
  for alert in alerts: {
    name: '${name}-${alert.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: alert.name
      description: alert.description
      severity: alert.severity
      enabled: true
      autoMitigate: true
      // A new workspace does not know its tables yet.
      skipQueryValidation: true
      scopes: [workspaceId]
      evaluationFrequency: alert.frequency
      windowSize: alert.window
      criteria: {
        allOf: [
          {
            query: alert.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: {
        actionGroups: [actionGroupId]
      }
    }
  }
]

@description('Resource ids of the rules, in the order of the table.')
output resourceIds string[] = [for (alert, i) in alerts: rules[i].id]
