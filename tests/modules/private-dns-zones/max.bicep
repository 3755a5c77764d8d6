metadata name = 'private-dns-zones: max'
metadata description = 'Every parameter.'

@description('Required. Resource id of a network.')
param networkId string

module thing '../../../templates/modules/network/private-dns-zones.bicep' = {
  params: {
    names: [
      'privatelink.openai.azure.com'
      'privatelink.blob.${environment().suffixes.storage}'
    ]
    networks: [
      'vnet-one'
      'vnet-two'
    ]
    networkIds: {
      'vnet-one': networkId
      'vnet-two': networkId
    }
    tags: {
      costCenter: 'test'
    }
  }
}
