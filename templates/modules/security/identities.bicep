metadata name = 'Identities'
metadata description = 'One user-assigned identity per service, so that each gets only the rights it needs.'

import { serviceIdentity } from '../shared/types.bicep'

@description('Required. Azure region of the identities.')
param location string

@description('Required. Names of the identities by service.')
param names {
  @description('Name of the identity of the service.')
  *: string
}

@description('Optional. Tags of the identities.')
param tags resourceInput<'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30'>.tags = {}

var services = items(names)

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = [
  for service in services: {
    name: service.value
    location: location
    tags: tags
  }
]

@description('The identities, one per service.')
output identities serviceIdentity[] = [
  for (service, i) in services: {
    service: service.key
    resourceId: identity[i].id
    clientId: identity[i].properties.clientId
    principalId: identity[i].properties.principalId
  }
]
