metadata name = 'static-site-backend: max'
metadata description = 'Every parameter.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a container app.')
param appId string

module thing '../../../templates/modules/apps/static-site-backend.bicep' = {
  params: {
    siteName: 'stapp-test'
    backendId: appId
    backendLocation: location
  }
}
