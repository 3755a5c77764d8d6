metadata name = 'DNS of a Container Apps environment'
metadata description = 'Names of the apps of an internal environment, all at its one private address.'

@description('Required. Default domain of the environment.')
param domain string

@description('Required. Private address of the environment.')
param ipAddress string

@description('Required. Name of the network that resolves the names.')
param network string

@description('Required. Resource id of the network.')
param networkId string

@description('Optional. Tags of the zone.')
param tags resourceInput<'Microsoft.Network/privateDnsZones@2024-06-01'>.tags = {}

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: domain
  location: 'global'
  tags: tags
}

resource zoneRecord 'Microsoft.Network/privateDnsZones/A@2024-06-01' = {
  parent: zone
  name: '*'
  properties: {
    ttl: 3600
    aRecords: [
      { ipv4Address: ipAddress }
    ]
  }
}

resource zoneLink 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = {
  parent: zone
  name: network
  location: 'global'
  tags: tags
  properties: {
    registrationEnabled: false
    virtualNetwork: {
      id: networkId
    }
  }
}

@description('Resource id of the zone.')
output resourceId string = zone.id

@description('Name of the zone.')
output name string = zone.name
