metadata name = 'front-door: defaults'
metadata description = 'Only what is required.'

@description('Required. Resource id of a workspace.')
param workspaceId string

module thing '../../../templates/modules/edge/front-door.bicep' = {
  params: {
    name: 'afd-test'
    endpointName: 'fde-test'
    firewallName: 'fdfptest'
    workspaceId: workspaceId
    routes: [
      {
        name: 'web'
        patterns: ['/*']
        origins: [
          { name: 'web' }
        ]
        healthPath: '/'
      }
    ]
    hostNames: {
      web: 'web.contoso.com'
    }
  }
}
