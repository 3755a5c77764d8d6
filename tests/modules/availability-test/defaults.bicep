metadata name = 'availability-test: defaults'
metadata description = 'Only what is required.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of an Application Insights component.')
param insightsId string

@description('Required. Resource id of an action group.')
param actionGroupId string

module thing '../../../templates/modules/monitoring/availability-test.bicep' = {
  params: {
    name: 'test-api'
    location: location
    insightsId: insightsId
    url: 'https://api.contoso.com/health'
    actionGroupId: actionGroupId
  }
}
