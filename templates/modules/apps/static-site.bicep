metadata name = 'Static web app'
metadata description = 'Web frontend of the Standard plan. A linked backend serves its /api and refuses everybody else.'

@description('Container app behind a site.')
@sealed()
type siteBackend = {
  @description('Required. Resource id of the app.')
  resourceId: string

  @description('Required. Azure region of the app.')
  location: string
}

@description('Required. Name of the site.')
@minLength(1)
@maxLength(40)
param name string

@description('Required. Region of the metadata; the content is served worldwide.')
param location 'centralus' | 'eastasia' | 'eastus2' | 'westeurope' | 'westus2'

@description('Required. Name of the service in azure.yaml, by which azd finds the site.')
param service string

@description('Optional. Whether a backend serves /api.')
param linked bool = false

@description('Conditional. Container app that serves /api. Required when linked.')
param backend siteBackend?

@description('Optional. Tags of the site.')
param tags {
  @description('Value of the tag.')
  *: string
} = {}

resource site 'Microsoft.Web/staticSites@2025-03-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': service })
  sku: {
    name: 'Standard'
    tier: 'Standard'
  }
  properties: {
    provider: 'Custom'
    // A preview has no backend.
    stagingEnvironmentPolicy: 'Disabled'
  }
}

// A site has one backend; it must be unlinked before another can take its place.
resource siteApi 'Microsoft.Web/staticSites/linkedBackends@2025-03-01' = if (linked) {
  parent: site
  name: 'api'
  properties: {
    backendResourceId: backend!.resourceId
    region: backend!.location
  }
}

@description('Resource id of the site.')
output resourceId string = site.id

@description('Name of the site.')
output name string = site.name

@description('Address of the site.')
output url string = 'https://${site.properties.defaultHostname}'
