metadata name = 'Log Analytics workspace'
metadata description = 'Where logs and metrics of all resources of the environment go.'

import { logsAndMetrics } from '../shared/diagnostics.bicep'

@description('Required. Name of the workspace.')
@minLength(4)
@maxLength(63)
param name string

@description('Required. Azure region of the workspace.')
param location string

@description('Optional. Days logs are kept.')
@minValue(30)
@maxValue(730)
param retentionDays int = 30

@description('Optional. Days the trail of changes and calls is kept, at least retentionDays. Default: that.')
@minValue(90)
@maxValue(4383)
param auditRetentionDays int?

@description('Optional. GB a day after which logs are dropped; -1 for no cap.')
@minValue(-1)
param dailyQuotaGb int = -1

@description('Optional. Tags of the workspace.')
param tags resourceInput<'Microsoft.OperationalInsights/workspaces@2026-03-01'>.tags = {}

var auditTables = ['AzureActivity', 'AzureDiagnostics']

resource workspace 'Microsoft.OperationalInsights/workspaces@2026-03-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
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

// Beyond the days of the workspace the trail costs little: it is in the archive and can be searched.
resource workspaceAuditTables 'Microsoft.OperationalInsights/workspaces/tables@2026-03-01' = [
  for table in auditRetentionDays == null ? [] : auditTables: {
    parent: workspace
    name: table
    properties: {
      totalRetentionInDays: auditRetentionDays
    }
  }
]

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
