metadata name = 'front-door-profile: max'
metadata description = 'Every parameter.'

@description('Required. Resource id of a workspace.')
param workspaceId string

module thing '../../../templates/modules/edge/front-door-profile.bicep' = {
  params: {
    name: 'afd-test'
    workspaceId: workspaceId
    sku: 'Standard_AzureFrontDoor'
    tags: {
      costCenter: 'test'
    }
  }
}
