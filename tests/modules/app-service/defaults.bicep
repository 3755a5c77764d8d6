metadata name = 'app-service: defaults'
metadata description = 'Only what is required.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

@description('Required. Resource id of a plan.')
param planId string

@description('Required. Resource id of an identity.')
param identityId string

@description('Required. Client id of the identity.')
param clientId string

@description('Required. Principal id of the identity.')
param principalId string

module thing '../../../templates/modules/apps/app-service.bicep' = {
  params: {
    name: 'app-test'
    location: location
    service: 'web'
    planId: planId
    identity: {
      service: 'test'
      resourceId: identityId
      clientId: clientId
      principalId: principalId
    }
    workspaceId: workspaceId
  }
}
