metadata name = 'function-app: max'
metadata description = 'Every parameter.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

@description('Required. Address of the blobs of a storage account.')
param blobEndpoint string

@description('Required. Host of a namespace.')
param host string

@description('Required. Resource id of a subnet.')
param subnetId string

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
    size: {
      memoryMb: 4096
      maxInstances: 1000
      alwaysReady: {
        'function:documents': 1
      }
    }
    runtime: 'python'
    runtimeVersion: '3.13'
    zoneRedundant: true
    connections: {
      EventHub: host
      ServiceBus: host
    }
    vaultName: 'kv-test'
    vaultSettings: {
      PARTNER_KEY: 'partner-key'
    }
    settings: {
      GREETING: 'hello'
    }
    subnetId: subnetId
    publicAccess: false
    publicDeployment: true
    tags: {
      costCenter: 'test'
    }
  }
}
