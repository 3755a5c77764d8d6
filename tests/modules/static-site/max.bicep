metadata name = 'static-site: max'
metadata description = 'Every parameter.'

module thing '../../../templates/modules/apps/static-site.bicep' = {
  params: {
    name: 'stapp-test'
    location: 'westeurope'
    service: 'web'
    tags: {
      costCenter: 'test'
    }
  }
}
