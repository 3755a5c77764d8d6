metadata name = 'static-site: max'
metadata description = 'Every parameter.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a container app.')
param appId string

module thing '../../../templates/modules/apps/static-site.bicep' = {
  params: {
    name: 'stapp-test'
    location: 'westeurope'
    service: 'web'
    linked: true
    backend: {
      resourceId: appId
      location: location
    }
    tags: {
      costCenter: 'test'
    }
  }
}
