metadata name = 'api-management: max'
metadata description = 'Every parameter.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

@description('Required. Resource id of an identity.')
param identityId string

@description('Required. Client id of the identity.')
param clientId string

@description('Required. Principal id of the identity.')
param principalId string

@description('Required. Address of an account.')
param endpoint string

@description('Required. Connection string of Application Insights.')
param insightsConnectionString string

@description('Required. Resource id of a subnet.')
param subnetId string

module thing '../../../templates/modules/edge/api-management.bicep' = {
  params: {
    name: 'apim-test'
    location: location
    workspaceId: workspaceId
    publisherName: 'Contoso'
    publisherEmail: 'platform@contoso.com'
    identity: {
      service: 'models'
      resourceId: identityId
      clientId: clientId
      principalId: principalId
    }
    accounts: [
      {
        name: 'provisioned'
        priority: 1
        weight: 3
      }
      {
        name: 'standard'
        priority: 2
        weight: 1
      }
    ]
    endpoints: {
      provisioned: endpoint
      standard: endpoint
    }
    callers: [principalId]
    insightsConnectionString: insightsConnectionString
    sku: 'StandardV2'
    capacity: 2
    subnetId: subnetId
    publicAccess: false
    exists: true
    tokensPerMinute: 50000
    requestsPerMinute: 600
    allowedOrigins: ['https://www.contoso.com']
    logMessages: true
    tags: {
      costCenter: 'test'
    }
  }
}
