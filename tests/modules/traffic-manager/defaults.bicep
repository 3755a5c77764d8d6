metadata name = 'traffic-manager: defaults'
metadata description = 'Only what is required.'

@description('Required. Resource id of a workspace.')
param workspaceId string

module thing '../../../templates/modules/edge/traffic-manager.bicep' = {
  params: {
    name: 'traf-test'
    relativeName: 'test'
    workspaceId: workspaceId
    endpoints: ['primary']
    targets: {
      primary: 'primary.contoso.com'
    }
  }
}
