metadata name = 'Diagnostics'
metadata description = 'Bodies of diagnostic settings: what a resource sends to the Log Analytics workspace.'

@export()
@description('All logs and metrics to the workspace.')
func logsAndMetrics(
  workspaceId string
) resourceInput<'Microsoft.Insights/diagnosticSettings@2021-05-01-preview'>.properties => {
  workspaceId: workspaceId
  logs: [
    { categoryGroup: 'allLogs', enabled: true }
  ]
  metrics: [
    { category: 'AllMetrics', enabled: true }
  ]
}

@export()
@description('All metrics to the workspace, for resources without logs of their own.')
func metricsOnly(
  workspaceId string
) resourceInput<'Microsoft.Insights/diagnosticSettings@2021-05-01-preview'>.properties => {
  workspaceId: workspaceId
  metrics: [
    { category: 'AllMetrics', enabled: true }
  ]
}
