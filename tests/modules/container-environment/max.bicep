metadata name = 'container-environment: max'
metadata description = 'Every parameter.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

module thing '../../../templates/modules/apps/container-environment.bicep' = {
  params: {
    name: 'cae-test'
    location: location
    workspaceId: workspaceId
    tags: {
      costCenter: 'test'
    }
  }
}
