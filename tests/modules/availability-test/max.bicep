metadata name = 'availability-test: max'
metadata description = 'Every parameter.'

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
    locations: [
      'apac-hk-hkn-azr'
      'emea-se-sto-edge'
      'latam-br-gru-edge'
      'us-fl-mia-edge'
      'us-il-ch1-azr'
      'us-tx-sn1-azr'
    ]
    frequency: 600
    timeout: 60
    failedLocations: 3
    tags: {
      costCenter: 'test'
    }
  }
}
