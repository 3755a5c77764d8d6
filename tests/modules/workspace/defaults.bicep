metadata name = 'workspace: defaults'
metadata description = 'Only what is required.'

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
  }
}
