metadata name = 'blob-backup: defaults'
metadata description = 'Only what is required.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a policy.')
param policyId string

@description('Required. Resource id of a storage account.')
param storageId string

module thing '../../../templates/modules/recovery/blob-backup.bicep' = {
  params: {
    name: 'sttest'
    location: location
    vaultName: 'bvault-test'
    policyId: policyId
    storageId: storageId
    containers: ['documents']
  }
}
