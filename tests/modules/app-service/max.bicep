metadata name = 'app-service: max'
metadata description = 'Every parameter.'

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

@description('Required. Client id of an app registration.')
param authClientId string

@description('Required. Resource id of a subnet.')
param subnetId string

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
    authClientId: authClientId
    runtime: 'PYTHON|3.13'
    startCommand: 'python -m app'
    settings: {
      GREETING: 'it\'s "${location}"'
    }
    hostHeader: 'X-Forwarded-Host'
    healthPath: '/healthz'
    slot: 'staging'
    subnetId: subnetId
    publicAccess: false
    publicDeployment: true
    tags: {
      costCenter: 'test'
    }
  }
}
