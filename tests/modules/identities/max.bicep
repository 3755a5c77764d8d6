metadata name = 'identities: max'
metadata description = 'Every parameter.'

@description('Required. Azure region.')
param location string

module thing '../../../templates/modules/security/identities.bicep' = {
  params: {
    location: location
    names: {
      chat: 'id-chat'
      'api-gateway': 'id-api-gateway'
    }
    tags: {
      costCenter: 'test'
    }
  }
}
