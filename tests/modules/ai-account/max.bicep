metadata name = 'ai-account: max'
metadata description = 'Every parameter.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

@description('Required. Principal id of a service.')
param principalId string

@description('Required. Resource id of a subnet.')
param subnetId string

module thing '../../../templates/modules/ai/ai-account.bicep' = {
  params: {
    name: 'aif-test'
    location: location
    kind: 'AIServices'
    sku: 'S0'
    workspaceId: workspaceId
    deployments: [
      {
        name: 'chat'
        model: 'gpt-5.4-mini'
        version: '2026-03-17'
        sku: 'GlobalStandard'
        versionUpgrade: 'OnceCurrentVersionExpired'
      }
      {
        name: 'embedding'
        model: 'text-embedding-3-large'
        version: '1'
        sku: 'DataZoneStandard'
        capacity: 50
        versionUpgrade: 'NoAutoUpgrade'
      }
    ]
    capacity: 10
    filter: {
      name: 'strict'
      severity: 'Low'
    }
    publicAccess: false
    allowedAddresses: ['203.0.113.0/24']
    agentSubnetId: subnetId
    access: [
      { identity: 'chat', role: 'Cognitive Services OpenAI User' }
    ]
    principalIds: {
      chat: principalId
    }
    tags: {
      costCenter: 'test'
    }
  }
}
