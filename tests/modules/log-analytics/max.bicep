metadata name = 'log-analytics: max'
metadata description = 'Every parameter.'

@description('Required. Azure region.')
param location string

module thing '../../../templates/modules/monitoring/log-analytics.bicep' = {
  params: {
    name: 'log-test'
    location: location
    retentionDays: 730
    auditRetentionDays: 1095
    dailyQuotaGb: 10
    tags: {
      costCenter: 'test'
    }
  }
}
