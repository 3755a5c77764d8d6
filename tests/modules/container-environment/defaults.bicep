metadata name = 'container-environment: defaults'
metadata description = 'Only what is required.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

module thing '../../../templates/modules/apps/container-environment.bicep' = {
  params: {
    name: 'cae-test'
    location: location
    workspaceId: workspaceId
  }
}
