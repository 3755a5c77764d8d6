metadata name = 'Container images'
metadata description = 'Images the container apps run, so that provisioning keeps what azd deployed.'

@description('Image of one service.')
@sealed()
type serviceImage = {
  @description('Required. Name of the service.')
  service: string

  @description('Required. The image.')
  image: string
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

@description('Image of each service.')
output images serviceImage[] = [
  for (service, i) in services: {
    service: service.name
    image: service.exists ? app[i]!.properties.template.containers[0].image : placeholderImage
  }
]
