metadata name = 'workspace: max'
metadata description = 'Every parameter.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a Log Analytics workspace.')
param workspaceId string

@description('Required. Resource id of an identity.')
param identityId string

@description('Required. Resource id of a storage account.')
param storageId string

@description('Required. Resource id of a key vault.')
param vaultId string

@description('Required. Resource id of a registry.')
param registryId string

@description('Required. Resource id of a component of Application Insights.')
param insightsId string

@description('Required. Resource id of an AI account.')
param accountId string

@description('Required. Principal id of a service.')
param principalId string

module thing '../../../templates/modules/ml/workspace.bicep' = {
  params: {
    name: 'mlw-test'
    location: location
    workspaceId: workspaceId
    identityId: identityId
    storageId: storageId
    vaultId: vaultId
    registryId: registryId
    insightsId: insightsId
    publicAccess: true
    isolation: 'AllowOnlyApprovedOutbound'
    privateTargets: [
      { name: 'openai', groupId: 'account' }
    ]
    targetIds: {
      openai: accountId
    }
    access: [
      { identity: 'chat', role: 'AzureML Data Scientist' }
    ]
    principalIds: {
      chat: principalId
    }
    tags: {
      costCenter: 'test'
    }
  }
}
