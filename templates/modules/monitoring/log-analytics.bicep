metadata name = 'Log Analytics workspace'
metadata description = 'Where logs and metrics of all resources of the environment go.'

import { logsAndMetrics } from '../shared/diagnostics.bicep'

@description('Required. Name of the workspace.')
@minLength(4)
@maxLength(63)
param name string

@description('Required. Azure region.')
param location string

@description('Optional. Days logs are kept.')
@minValue(30)
@maxValue(730)
param retentionDays int = 30

@description('Optional. GB a day after which logs are dropped; -1 for no cap.')
@minValue(-1)
param dailyQuotaGb int = -1

@description('Optional. Tags of the workspace.')
param tags resourceInput<'Microsoft.OperationalInsights/workspaces@2026-03-01'>.tags = {}

resource workspace 'Microsoft.OperationalInsights/workspaces@2026-03-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: retentionDays
    workspaceCapping: {
      dailyQuotaGb: dailyQuotaGb
    }
    features: {
      disableLocalAuth: true
      enableLogAccessUsingOnlyResourcePermissions: true
    }
  }
}

#disable-next-line use-recent-api-versions // no stable version has category groups
resource workspaceDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: workspace
  name: 'workspace'
  properties: logsAndMetrics(workspace.id)
}

@description('Resource id of the workspace.')
output resourceId string = workspace.id

@description('Name of the workspace.')
output name string = workspace.name
