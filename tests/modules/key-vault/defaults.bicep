metadata name = 'key-vault: defaults'
metadata description = 'Only what is required.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

module thing '../../../templates/modules/security/key-vault.bicep' = {
  params: {
    name: 'kv-test'
    location: location
    workspaceId: workspaceId
  }
}
