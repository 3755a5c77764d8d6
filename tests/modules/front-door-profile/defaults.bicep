metadata name = 'front-door-profile: defaults'
metadata description = 'Only what is required.'

@description('Required. Resource id of a workspace.')
param workspaceId string

module thing '../../../templates/modules/edge/front-door-profile.bicep' = {
  params: {
    name: 'afd-test'
    workspaceId: workspaceId
  }
}
