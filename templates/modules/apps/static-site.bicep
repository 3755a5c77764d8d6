metadata name = 'Static web app'
metadata description = 'Web frontend of the Standard plan, the one that takes a backend of its own.'

import { resourceTags } from '../shared/types.bicep'

@description('Required. Name of the site.')
@minLength(1)
@maxLength(40)
param name string

@description('Required. Region of the metadata; the content is served worldwide.')
param location 'centralus' | 'eastasia' | 'eastus2' | 'westeurope' | 'westus2'

@description('Required. Name of the service in azure.yaml, by which azd finds the site.')
param service string

@description('Optional. Tags of the site.')
param tags resourceTags = {}

resource site 'Microsoft.Web/staticSites@2025-03-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': service })
  sku: { name: 'Standard', tier: 'Standard' }
  properties: {
    provider: 'Custom'
    // A preview has no backend.
    stagingEnvironmentPolicy: 'Disabled'
  }
}

@description('Resource id of the site.')
output resourceId string = site.id

@description('Name of the site.')
output name string = site.name

@description('Address of the site.')
output url string = 'https://${site.properties.defaultHostname}'
