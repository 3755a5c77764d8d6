metadata name = 'app-configuration: max'
metadata description = 'Every parameter.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

@description('Required. Principal id of a service.')
param principalId string

module thing '../../../templates/modules/data/app-configuration.bicep' = {
  params: {
    name: 'appcs-test'
    location: location
    workspaceId: workspaceId
    retentionDays: 1
    purgeProtection: false
    deployerWrites: true
    publicAccess: true
    access: [
      { identity: 'chat', role: 'App Configuration Data Reader' }
    ]
    principalIds: {
      chat: principalId
    }
    tags: {
      costCenter: 'test'
    }
  }
}
