metadata name = 'Application Insights'
metadata description = 'Telemetry of the services, kept in a workspace and accepted with a Microsoft Entra token only.'

import { accessGrant, grantProperties, principalIdMap } from '../shared/roles.bicep'

@description('Required. Name of the component.')
@minLength(1)
@maxLength(260)
param name string

@description('Required. Azure region of the component.')
param location string

@description('Required. Resource id of the Log Analytics workspace that keeps the telemetry.')
param workspaceId string

@description('Optional. Share of telemetry that is kept.')
@minValue(1)
@maxValue(100)
param samplingPercentage int = 100

@description('Optional. Who may send telemetry.')
param access accessGrant[] = []

@description('Conditional. Principal ids by identity. Required for every identity in access.')
param principalIds principalIdMap = {}

@description('Optional. Tags of the component.')
param tags resourceInput<'Microsoft.Insights/components@2020-02-02'>.tags = {}

resource component 'Microsoft.Insights/components@2020-02-02' = {
  name: name
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspaceId
    IngestionMode: 'LogAnalytics'
    SamplingPercentage: samplingPercentage
    DisableIpMasking: false
    DisableLocalAuth: true
  }
}

resource componentAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in access: {
    scope: component
    name: guid(component.id, grant.identity, grant.role)
    properties: grantProperties(principalIds[grant.identity], grant.role)
  }
]

@description('Resource id of the component.')
output resourceId string = component.id

@description('Name of the component.')
output name string = component.name

@description('Address for telemetry. No secret: without an Entra token nothing is accepted.')
output connectionString string = component.properties.ConnectionString
