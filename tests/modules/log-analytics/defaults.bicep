metadata name = 'log-analytics: defaults'
metadata description = 'Only what is required.'

@description('Required. Azure region.')
param location string

module thing '../../../templates/modules/monitoring/log-analytics.bicep' = {
  params: {
    name: 'log-test'
    location: location
  }
}
