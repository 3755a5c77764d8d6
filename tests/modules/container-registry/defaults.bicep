metadata name = 'container-registry: defaults'
metadata description = 'Only what is required.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

module thing '../../../templates/modules/apps/container-registry.bicep' = {
  params: {
    name: 'crtest'
    location: location
    workspaceId: workspaceId
  }
}
