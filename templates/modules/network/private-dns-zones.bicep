metadata name = 'Private DNS zones'
metadata description = 'Zones that lead names of Azure services to private endpoints, for the networks linked to them.'

@description('Required. Names of the zones, each once.')
@minLength(1)
param names string[]

@description('Required. Names of the networks that use the zones.')
@minLength(1)
param networks string[]

@description('Required. Resource ids of the networks by name.')
param networkIds {
  @description('Resource id of the network.')
  *: string
}

@description('Optional. Tags of the zones.')
param tags resourceInput<'Microsoft.Network/privateDnsZones@2024-06-01'>.tags = {}

var links = flatten(map(names, (name, zone) => map(networks, network => { zone: zone, network: network })))

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for zone in names: {
    name: zone
    location: 'global'
    tags: tags
  }
]

resource zoneLinks 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for link in links: {
    parent: zones[link.zone]
    name: link.network
    location: 'global'
    tags: tags
    properties: {
      registrationEnabled: false
      virtualNetwork: {
        id: networkIds[link.network]
      }
    }
  }
]

var zoneIds = [
  for (zone, i) in names: {
    name: zone
    id: zones[i].id
  }
]

@description('Resource ids of the zones by name.')
output zoneIds {
  @description('Resource id of the zone.')
  *: string
} = toObject(zoneIds, zone => zone.name, zone => zone.id)
