metadata name = 'Private endpoint'
metadata description = 'Address of one resource inside the network, and the DNS records that lead there.'

@description('Required. Name of the endpoint.')
@minLength(2)
@maxLength(64)
param name string

@description('Required. Azure region, that of the network.')
param location string

@description('Required. Resource id of the subnet.')
param subnetId string

@description('Required. Resource id of what the endpoint leads to.')
param targetId string

@description('Required. Part of the resource, such as account, blob or vault.')
param groupId string

@description('Required. Resource ids of the DNS zones that get the records; Foundry needs three.')
@minLength(1)
@maxLength(5)
param zoneIds string[]

@description('Optional. Tags of the endpoint.')
param tags resourceInput<'Microsoft.Network/privateEndpoints@2025-09-01'>.tags = {}

resource endpoint 'Microsoft.Network/privateEndpoints@2025-09-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: {
      id: subnetId
    }
    privateLinkServiceConnections: [
      {
        name: name
        properties: {
          privateLinkServiceId: targetId
          groupIds: [groupId]
        }
      }
    ]
  }
}

resource endpointRecords 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2025-09-01' = {
  parent: endpoint
  name: 'default'
  properties: {
    privateDnsZoneConfigs: map(zoneIds, zoneId => {
      name: replace(last(split(zoneId, '/')), '.', '-')
      properties: {
        privateDnsZoneId: zoneId
      }
    })
  }
}

@description('Resource id of the endpoint.')
output resourceId string = endpoint.id

@description('Name of the endpoint.')
output name string = endpoint.name
