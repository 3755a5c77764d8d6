metadata name = 'Container registry'
metadata description = 'Images of the services; pulled by identity, no admin user, no anonymous pull.'

import { logsAndMetrics } from '../shared/diagnostics.bicep'
import { accessGrant, grantProperties } from '../shared/roles.bicep'
import { registrySku } from '../shared/types.bicep'

@description('Required. Name of the registry, letters and digits only. Globally unique.')
@minLength(5)
@maxLength(50)
param name string

@description('Required. Azure region.')
param location string

@description('Required. Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Optional. SKU.')
param sku registrySku = 'Standard'

@description('Optional. Who may pull.')
param access accessGrant[] = []

@description('Conditional. Principal ids by identity. Required for every identity in access.')
param principalIds {
  @description('Principal id.')
  *: string
} = {}

@description('Optional. Tags of the registry.')
param tags resourceInput<'Microsoft.ContainerRegistry/registries@2025-11-01'>.tags = {}

resource registry 'Microsoft.ContainerRegistry/registries@2025-11-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: sku
  }
  properties: {
    adminUserEnabled: false
    anonymousPullEnabled: false
    // AcrPull means nothing in the other mode.
    roleAssignmentMode: 'LegacyRegistryPermissions'
    policies: {
      // Container Apps signs in with such tokens.
      azureADAuthenticationAsArmPolicy: {
        status: 'enabled'
      }
    }
  }
}

resource registryAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in access: {
    scope: registry
    name: guid(registry.id, grant.identity, grant.role)
    properties: grantProperties(principalIds[grant.identity], grant.role)
  }
]

#disable-next-line use-recent-api-versions // no stable version has category groups
resource registryDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: registry
  name: 'workspace'
  properties: logsAndMetrics(workspaceId)
}

@description('Resource id of the registry.')
output resourceId string = registry.id

@description('Name of the registry.')
output name string = registry.name

@description('Host name images are pushed to and pulled from.')
output loginServer string = registry.properties.loginServer
