metadata name = 'Front Door profile'
metadata description = 'What a Front Door belongs to. Its id is known before there are origins, which ask for it.'

import { logsAndMetrics } from '../shared/diagnostics.bicep'

@description('Required. Name of the profile.')
@minLength(1)
@maxLength(90)
param name string

@description('Required. Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Optional. SKU. Only Premium has managed firewall rules and private links; it cannot become Standard.')
param sku 'Standard_AzureFrontDoor' | 'Premium_AzureFrontDoor' = 'Premium_AzureFrontDoor'

@description('Optional. Tags of the profile.')
param tags resourceInput<'Microsoft.Cdn/profiles@2025-12-01'>.tags = {}

resource profile 'Microsoft.Cdn/profiles@2025-12-01' = {
  name: name
  location: 'global'
  tags: tags
  identity: { type: 'SystemAssigned' }
  sku: { name: sku }
  properties: {
    // A model may think for a while before the first word.
    originResponseTimeoutSeconds: 240
  }
}

#disable-next-line use-recent-api-versions // no stable version has category groups
resource profileDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: profile
  name: 'workspace'
  properties: logsAndMetrics(workspaceId)
}

@description('Resource id of the profile.')
output resourceId string = profile.id

@description('Name of the profile.')
output name string = profile.name

@description('Id in the header X-Azure-FDID, by which an origin knows that a request came through this profile.')
output frontDoorId string = profile.properties.frontDoorId
