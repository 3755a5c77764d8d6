metadata name = 'backup-vault: defaults'
metadata description = 'Only what is required.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

module thing '../../../templates/modules/recovery/backup-vault.bicep' = {
  params: {
    name: 'bvault-test'
    location: location
    workspaceId: workspaceId
  }
}
