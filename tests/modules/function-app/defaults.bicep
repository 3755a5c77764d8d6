metadata name = 'function-app: defaults'
metadata description = 'Only what is required.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

@description('Required. Address of the blobs of a storage account.')
param blobEndpoint string

@description('Required. Resource id of an identity.')
param identityId string

@description('Required. Client id of the identity.')
param clientId string

@description('Required. Principal id of the identity.')
param principalId string

module thing '../../../templates/modules/apps/function-app.bicep' = {
  params: {
    name: 'func-test'
    planName: 'asp-test'
    location: location
    service: 'functions'
    identity: {
      service: 'test'
      resourceId: identityId
      clientId: clientId
      principalId: principalId
    }
    storage: {
      name: 'sttest'
      blobEndpoint: blobEndpoint
      container: 'packages'
    }
    workspaceId: workspaceId
  }
}
