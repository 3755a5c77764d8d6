metadata name = 'Blob backup'
metadata description = 'Protection of one storage account. Called late: the right of the vault takes minutes to arrive.'

@description('Required. Name of the protection inside the vault.')
@minLength(1)
param name string

@description('Required. Azure region of the storage account.')
param location string

@description('Required. Name of the backup vault.')
param vaultName string

@description('Required. Resource id of the policy.')
param policyId string

@description('Required. Resource id of the account, on which the vault is Storage Account Backup Contributor.')
param storageId string

@description('Required. Containers that get a daily copy; every container can be restored in time.')
@minLength(1)
@maxLength(100)
param containers string[]

resource vault 'Microsoft.DataProtection/backupVaults@2026-06-01' existing = {
  name: vaultName
}

#disable-next-line use-recent-api-versions // later versions do not know BlobBackupDatasourceParameters
resource protection 'Microsoft.DataProtection/backupVaults/backupInstances@2025-01-01' = {
  parent: vault
  name: name
  properties: {
    objectType: 'BackupInstance'
    friendlyName: name
    dataSourceInfo: {
      objectType: 'Datasource'
      datasourceType: 'Microsoft.Storage/storageAccounts/blobServices'
      resourceID: storageId
      resourceLocation: location
      resourceName: last(split(storageId, '/'))
      resourceType: 'Microsoft.Storage/storageAccounts'
      resourceUri: storageId
    }
    policyInfo: {
      policyId: policyId
      policyParameters: {
        backupDatasourceParametersList: [
          {
            objectType: 'BlobBackupDatasourceParameters'
            containersList: containers
          }
        ]
      }
    }
  }
}

@description('Resource id of the protection.')
output resourceId string = protection.id

@description('Name of the protection.')
output name string = protection.name
