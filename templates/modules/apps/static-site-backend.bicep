metadata name = 'Backend of a static web app'
metadata description = 'Container app that serves /api of a site; from then on it refuses everybody else.'

@description('Required. Name of the site.')
param siteName string

@description('Required. Resource id of the container app.')
param backendId string

@description('Required. Azure region of the container app.')
param backendLocation string

resource site 'Microsoft.Web/staticSites@2025-03-01' existing = {
  name: siteName
}

// A site has one backend; it must be unlinked before another can take its place.
resource siteBackend 'Microsoft.Web/staticSites/linkedBackends@2025-03-01' = {
  parent: site
  name: 'api'
  properties: {
    backendResourceId: backendId
    region: backendLocation
  }
}

@description('Resource id of the link.')
output resourceId string = siteBackend.id

@description('Name of the link.')
output name string = siteBackend.name
