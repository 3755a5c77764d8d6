metadata name = 'Availability test'
metadata description = 'Asks a public address for its health from around the world, and alerts when it does not answer.'

import { resourceTags } from '../shared/types.bicep'

@description('Place an availability test runs from.')
type testLocation =
  | 'apac-hk-hkn-azr'
  | 'apac-jp-kaw-edge'
  | 'apac-sg-sin-azr'
  | 'emea-au-syd-edge'
  | 'emea-fr-pra-edge'
  | 'emea-gb-db3-azr'
  | 'emea-nl-ams-azr'
  | 'emea-se-sto-edge'
  | 'latam-br-gru-edge'
  | 'us-ca-sjc-azr'
  | 'us-fl-mia-edge'
  | 'us-il-ch1-azr'
  | 'us-tx-sn1-azr'
  | 'us-va-ash-azr'

@description('Required. Name of the test and of its alert.')
@minLength(1)
@maxLength(260)
param name string

@description('Required. Azure region, that of Application Insights.')
param location string

@description('Required. Resource id of the Application Insights component that keeps the results.')
param insightsId string

@description('Required. Address to ask, with https.')
param url string

@description('Required. Resource id of the action group that gets the alert.')
param actionGroupId string

@description('Optional. Places to ask from; five or more tell an outage from a bad line.')
@minLength(2)
param locations testLocation[] = [
  'apac-sg-sin-azr'
  'emea-gb-db3-azr'
  'emea-nl-ams-azr'
  'us-ca-sjc-azr'
  'us-va-ash-azr'
]

@description('Optional. Seconds between two questions from one place.')
param frequency 300 | 600 | 900 = 300

@description('Optional. Seconds to wait for the answer.')
param timeout 30 | 60 | 90 | 120 = 120

@description('Optional. Places that must fail for an alert.')
@minValue(1)
param failedLocations int = 2

@description('Optional. Tags of the test and of its alert.')
param tags resourceTags = {}

resource test 'Microsoft.Insights/webtests@2022-06-15' = {
  name: name
  location: location
  // Application Insights finds its tests by this tag.
  tags: union(tags, { 'hidden-link:${insightsId}': 'Resource' })
  kind: 'standard'
  properties: {
    SyntheticMonitorId: name
    Name: name
    Kind: 'standard'
    Enabled: true
    Frequency: frequency
    Timeout: timeout
    RetryEnabled: true
    Locations: map(locations, place => { Id: place })
    Request: {
      RequestUrl: url
      HttpVerb: 'GET'
      FollowRedirects: false
      ParseDependentRequests: false
    }
    ValidationRules: {
      ExpectedHttpStatusCode: 200
      SSLCheck: true
      SSLCertRemainingLifetimeCheck: 7
    }
  }
}

resource testAlert 'Microsoft.Insights/metricAlerts@2026-01-01' = {
  name: name
  location: 'global'
  tags: tags
  properties: {
    description: '${name} fails from ${failedLocations} places or more.'
    severity: 1
    enabled: true
    autoMitigate: true
    scopes: [test.id, insightsId]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: test.id
      componentId: insightsId
      failedLocationCount: failedLocations
    }
    actions: [
      {
        actionGroupId: actionGroupId
      }
    ]
  }
}

@description('Resource id of the test.')
output resourceId string = test.id

@description('Name of the test.')
output name string = test.name
