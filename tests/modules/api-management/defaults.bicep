metadata name = 'api-management: defaults'
metadata description = 'Only what is required.'

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
      { name: 'primary' }
    ]
    endpoints: {
      primary: endpoint
    }
    callers: [principalId]
    insightsConnectionString: insightsConnectionString
  }
}
