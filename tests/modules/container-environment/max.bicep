metadata name = 'container-environment: max'
metadata description = 'Every parameter.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

@description('Required. Resource id of a subnet.')
param subnetId string

@description('Required. Resource id of an identity.')
param identityId string

module thing '../../../templates/modules/apps/container-environment.bicep' = {
  params: {
    name: 'cae-test'
    location: location
    workspaceId: workspaceId
    subnetId: subnetId
    publicAccess: false
    internal: true
    zoneRedundant: true
    identityId: identityId
    tags: {
      costCenter: 'test'
    }
  }
}
