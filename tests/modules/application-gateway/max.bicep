metadata name = 'application-gateway: max'
metadata description = 'Every parameter.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

@description('Required. Resource id of a subnet.')
param subnetId string

@description('Required. Address of a certificate in a vault.')
param certificateUri string

@description('Required. Resource id of an identity.')
param identityId string

module thing '../../../templates/modules/edge/application-gateway.bicep' = {
  params: {
    name: 'agw-test'
    location: location
    addressName: 'pip-test'
    firewallName: 'waftest'
    workspaceId: workspaceId
    subnetId: subnetId
    domains: [
      'contoso.com'
      'www.contoso.com'
    ]
    certificateUri: certificateUri
    identityId: identityId
    backends: [
      { name: 'web', healthPath: '/' }
      {
        name: 'api'
        paths: ['/api/*']
        healthPath: '/health'
      }
    ]
    hostNames: {
      web: 'web.contoso.com'
      api: 'api.contoso.com'
    }
    minCapacity: 3
    maxCapacity: 20
    zoneRedundant: true
    firewallMode: 'Detection'
    requestsPerMinute: 500
    uncheckedFields: ['message']
    tags: {
      costCenter: 'test'
    }
  }
}
