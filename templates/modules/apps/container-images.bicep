metadata name = 'Container images'
metadata description = 'What the container apps run, so that provisioning keeps images and releases as they are.'

@export()
@description('Requests that a revision gets.')
type trafficWeight = {
  @description('Optional. The revision.')
  revisionName: string?

  @description('Optional. Whether the latest revision that is ready is meant, whatever its name.')
  latestRevision: bool?

  @description('Required. Share of the requests, in percent.')
  @minValue(0)
  @maxValue(100)
  weight: int
}

@description('What one service runs.')
@sealed()
type serviceImage = {
  @description('Required. Name of the service.')
  service: string

  @description('Required. The image.')
  image: string

  @description('Required. Where its requests go; empty for a service that was never deployed.')
  traffic: trafficWeight[]
}

@description('Required. Names of the container apps by service.')
param names {
  @description('Name of the app of the service.')
  *: string
}

@description('Required. Whether the app of a service exists, true or false. A service left out has none.')
param exists {
  @description('true or false.')
  *: string
}

@export()
@description('Image of a service that was never deployed.')
var placeholderImage = 'mcr.microsoft.com/azuredocs/containerapps-helloworld:latest'

var services = map(items(names), entry => {
  name: entry.key
  app: entry.value
  exists: bool(exists[?entry.key] ?? 'false')
})

resource app 'Microsoft.App/containerApps@2026-01-01' existing = [
  for service in services: if (service.exists) {
    name: service.app
  }
]

@description('What each service runs.')
output images serviceImage[] = [
  for (service, i) in services: {
    service: service.name
    image: service.exists ? app[i]!.properties.template.containers[0].image : placeholderImage
    traffic: service.exists ? app[i]!.properties.configuration.?ingress.?traffic ?? [] : []
  }
]
