metadata name = 'backup-vault: max'
metadata description = 'Every parameter.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

module thing '../../../templates/modules/recovery/backup-vault.bicep' = {
  params: {
    name: 'bvault-test'
    location: location
    workspaceId: workspaceId
    redundancy: 'GeoRedundant'
    copyDays: 90
    restoreDays: 30
    softDeleteDays: 30
    tags: {
      costCenter: 'test'
    }
  }
}
