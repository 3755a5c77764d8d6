metadata name = 'key-vault: max'
metadata description = 'Every parameter.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

@description('Required. Principal id of a service.')
param principalId string

module thing '../../../templates/modules/security/key-vault.bicep' = {
  params: {
    name: 'kv-test'
    location: location
    workspaceId: workspaceId
    sku: 'premium'
    retentionDays: 7
    purgeProtection: false
    publicAccess: false
    allowedAddresses: ['203.0.113.0/24']
    access: [
      { identity: 'chat', role: 'Key Vault Secrets User' }
    ]
    principalIds: {
      chat: principalId
    }
    tags: {
      costCenter: 'test'
    }
  }
}
