metadata name = 'private-dns-zones: defaults'
metadata description = 'Only what is required.'

@description('Required. Resource id of a network.')
param networkId string

module thing '../../../templates/modules/network/private-dns-zones.bicep' = {
  params: {
    names: ['privatelink.openai.azure.com']
    networks: ['vnet-test']
    networkIds: {
      'vnet-test': networkId
    }
  }
}
