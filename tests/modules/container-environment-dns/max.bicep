metadata name = 'container-environment-dns: max'
metadata description = 'Every parameter.'

@description('Required. Default domain of an environment.')
param domain string

@description('Required. Private address of the environment.')
param ipAddress string

@description('Required. Resource id of a network.')
param networkId string

module thing '../../../templates/modules/network/container-environment-dns.bicep' = {
  params: {
    domain: domain
    ipAddress: ipAddress
    network: 'vnet-test'
    networkId: networkId
    tags: {
      costCenter: 'test'
    }
  }
}
