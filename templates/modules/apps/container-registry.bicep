metadata name = 'Container registry'
metadata description = 'Images of the services; pulled by identity, no admin user, no anonymous pull.'

import { logsAndMetrics } from '../shared/diagnostics.bicep'
import { accessGrant, grantProperties, principalIdMap } from '../shared/roles.bicep'
import { registrySku } from '../shared/types.bicep'

@export()
@description('Copy of a registry in another region.')
@sealed()
type registryReplica = {
  @description('Required. Azure region, as in westeurope.')
  location: string

  @description('Required. Whether the copy lies in several zones of its region.')
  zoneRedundant: bool
}

@description('Required. Name of the registry, letters and digits only. Globally unique.')
@minLength(5)
@maxLength(50)
param name string

@description('Required. Azure region of the registry.')
param location string

@description('Required. Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Optional. SKU.')
param sku registrySku = 'Standard'

@description('Optional. Whether images are pushed and pulled over the Internet too. Only Premium can do without.')
param publicAccess bool = true

@description('Optional. Whether Premium is told to use several zones. Fixed once the registry exists.')
param zoneRedundant bool = false

@description('Optional. Other regions that get a copy of each image. Only Premium has them.')
param replicas registryReplica[] = []

@description('Optional. Days Premium keeps an image whose tag went to another one.')
@minValue(0)
@maxValue(365)
param untaggedDays int = 30

@description('Optional. Who may pull.')
param access accessGrant[] = []

@description('Conditional. Principal ids by identity. Required for every identity in access.')
param principalIds principalIdMap = {}

@description('Optional. Tags of the registry.')
param tags resourceInput<'Microsoft.ContainerRegistry/registries@2025-11-01'>.tags = {}

var premium = sku == 'Premium'

resource registry 'Microsoft.ContainerRegistry/registries@2025-11-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: sku }
  properties: {
    adminUserEnabled: false
    anonymousPullEnabled: false
    publicNetworkAccess: publicAccess ? 'Enabled' : premium ? 'Disabled' : fail('Only the SKU Premium can be private.')
    networkRuleBypassOptions: 'AzureServices'
    // The other SKUs refuse the property; regions with zones give them to all of them.
    zoneRedundancy: premium && zoneRedundant ? 'Enabled' : null
    // AcrPull means nothing in the other mode.
    roleAssignmentMode: 'LegacyRegistryPermissions'
    policies: {
      // Container Apps signs in with such tokens.
      azureADAuthenticationAsArmPolicy: {
        status: 'enabled'
      }
      // Images that may not leave the network are not copied to other registries either.
      exportPolicy: premium
        ? {
            status: publicAccess ? 'enabled' : 'disabled'
          }
        : null
      retentionPolicy: premium
        ? {
            status: 'enabled'
            days: untaggedDays
          }
        : null
    }
  }
}

// The registry takes one replica at a time.
@batchSize(1)
resource registryReplicas 'Microsoft.ContainerRegistry/registries/replications@2025-11-01' = [
  for replica in replicas: {
    parent: registry
    name: replica.location
    location: replica.location
    tags: tags
    properties: {
      zoneRedundancy: replica.zoneRedundant ? 'Enabled' : null
    }
  }
]

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
