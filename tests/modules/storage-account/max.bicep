metadata name = 'storage-account: max'
metadata description = 'Every parameter.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

@description('Required. Principal id of a service.')
param principalId string

module thing '../../../templates/modules/data/storage-account.bicep' = {
  params: {
    name: 'sttest'
    location: location
    workspaceId: workspaceId
    sku: 'Standard_RAGZRS'
    containers: ['documents', 'results']
    retentionDays: 30
    restoreDays: 30
    lifecycle: { containers: ['documents'], coolDays: 30, deleteDays: 365 }
    publicAccess: true
    access: [
      { identity: 'functions', role: 'Storage Blob Data Owner' }
      { identity: 'functions', role: 'Storage Queue Data Contributor' }
      { identity: 'functions', role: 'Storage Table Data Contributor' }
      { identity: 'vault', role: 'Storage Account Backup Contributor' }
    ]
    principalIds: {
      functions: principalId
      vault: principalId
    }
    tags: {
      costCenter: 'test'
    }
  }
}
