metadata name = 'application-gateway: defaults'
metadata description = 'Only what is required.'

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
    domains: ['www.contoso.com']
    certificateUri: certificateUri
    identityId: identityId
    backends: [
      { name: 'api', healthPath: '/health' }
    ]
    hostNames: {
      api: 'api.contoso.com'
    }
  }
}
