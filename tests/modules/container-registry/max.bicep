metadata name = 'container-registry: max'
metadata description = 'Every parameter.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

@description('Required. Principal id of a service.')
param principalId string

module thing '../../../templates/modules/apps/container-registry.bicep' = {
  params: {
    name: 'crtest'
    location: location
    workspaceId: workspaceId
    sku: 'Premium'
    publicAccess: false
    zoneRedundant: true
    replicas: [
      { location: 'westeurope', zoneRedundant: true }
      { location: 'westus', zoneRedundant: false }
    ]
    untaggedDays: 7
    access: [
      { identity: 'chat', role: 'AcrPull' }
    ]
    principalIds: {
      chat: principalId
    }
    tags: {
      costCenter: 'test'
    }
  }
}
