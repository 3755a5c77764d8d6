metadata name = 'identities: defaults'
metadata description = 'Only what is required.'

@description('Required. Azure region.')
param location string

module thing '../../../templates/modules/security/identities.bicep' = {
  params: {
    location: location
    names: {
      chat: 'id-chat'
    }
  }
}
