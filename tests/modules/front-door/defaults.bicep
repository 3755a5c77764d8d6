metadata name = 'front-door: defaults'
metadata description = 'Only what is required.'

module thing '../../../templates/modules/edge/front-door.bicep' = {
  params: {
    profileName: 'afd-test'
    endpointName: 'fde-test'
    firewallName: 'fdfptest'
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
