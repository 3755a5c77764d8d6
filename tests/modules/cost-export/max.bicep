metadata name = 'cost-export: max'
metadata description = 'Every parameter.'

@description('Required. Azure region.')
param location string

@description('Optional. The day after the deployment.')
param tomorrow string = dateTimeAdd(utcNow(), 'P1D', 'yyyy-MM-dd')

module thing '../../../templates/modules/cost/cost-export.bicep' = {
  params: {
    name: 'export-test'
    location: location
    storageName: 'sttest'
    container: 'costs'
    startDate: tomorrow
    folder: 'production'
  }
}
