metadata name = 'ai-account: max'
metadata description = 'Every parameter.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

@description('Required. Principal id of a service.')
param principalId string

module thing '../../../templates/modules/ai/ai-account.bicep' = {
  params: {
    name: 'oai-test'
    location: location
    kind: 'OpenAI'
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
