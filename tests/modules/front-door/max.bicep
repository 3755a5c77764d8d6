metadata name = 'front-door: max'
metadata description = 'Every parameter.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a Container Apps environment.')
param environmentId string

module thing '../../../templates/modules/edge/front-door.bicep' = {
  params: {
    profileName: 'afd-test'
    endpointName: 'fde-test'
    firewallName: 'fdfptest'
    routes: [
      {
        name: 'web'
        patterns: ['/*']
        origins: [
          { name: 'web' }
        ]
        healthPath: '/'
        cached: true
      }
      {
        name: 'api'
        patterns: [
          '/api/*'
          '/health'
        ]
        origins: [
          {
            name: 'primary'
            privateLink: {
              groupId: 'managedEnvironments'
              location: location
            }
          }
          {
            name: 'secondary'
            privateLink: {
              groupId: 'managedEnvironments'
              location: location
            }
          }
        ]
        healthPath: '/health'
        cached: false
      }
    ]
    hostNames: {
      web: 'web.contoso.com'
      primary: 'primary.contoso.com'
      secondary: 'secondary.contoso.com'
    }
    originIds: {
      primary: environmentId
      secondary: environmentId
    }
    sku: 'Premium_AzureFrontDoor'
    domain: 'www.contoso.com'
    firewallMode: 'Detection'
    requestsPerMinute: 500
    uncheckedFields: ['message']
    tags: {
      costCenter: 'test'
    }
  }
}
