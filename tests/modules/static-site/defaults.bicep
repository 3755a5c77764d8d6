metadata name = 'static-site: defaults'
metadata description = 'Only what is required.'

module thing '../../../templates/modules/apps/static-site.bicep' = {
  params: {
    name: 'stapp-test'
    location: 'eastus2'
    service: 'web'
  }
}
