metadata name = 'private-endpoint: defaults'
metadata description = 'Only what is required.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a subnet.')
param subnetId string

@description('Required. Resource id of a vault.')
param vaultId string

@description('Required. Resource id of a zone.')
param zoneId string

module thing '../../../templates/modules/network/private-endpoint.bicep' = {
  params: {
    name: 'pep-test'
    location: location
    subnetId: subnetId
    targetId: vaultId
    groupId: 'vault'
    zoneIds: [zoneId]
  }
}
