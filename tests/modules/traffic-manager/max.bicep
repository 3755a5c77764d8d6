metadata name = 'traffic-manager: max'
metadata description = 'Every parameter.'

@description('Required. Resource id of a workspace.')
param workspaceId string

module thing '../../../templates/modules/edge/traffic-manager.bicep' = {
  params: {
    name: 'traf-test'
    relativeName: 'test'
    workspaceId: workspaceId
    endpoints: [
      'primary'
      'secondary'
    ]
    targets: {
      primary: 'primary.contoso.com'
      secondary: 'secondary.contoso.com'
    }
    domain: 'www.contoso.com'
    ttl: 60
    healthPath: '/healthz'
    probeInterval: 10
    probeTimeout: 9
    toleratedFailures: 2
    tags: {
      costCenter: 'test'
    }
  }
}
