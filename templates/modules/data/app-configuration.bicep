metadata name = 'App Configuration'
metadata description = 'Store of the settings that services share, access by role only.'

import { logsAndMetrics } from '../shared/diagnostics.bicep'
import { accessGrant, grantProperties, principalIdMap, roleIds } from '../shared/roles.bicep'

@description('Required. Name of the store. Globally unique.')
@minLength(5)
@maxLength(50)
param name string

@description('Required. Azure region of the store.')
param location string

@description('Required. Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Optional. Days a deleted store can be recovered. Fixed once the store exists.')
@minValue(1)
@maxValue(7)
param retentionDays int = 7

@description('Optional. Whether nobody may purge before those days are over. Cannot be switched off again.')
param purgeProtection bool = true

@description('Optional. Whether whoever deploys gets the right to write settings, which deployments ask for.')
param deployerWrites bool = false

@description('Optional. Whether the store is reachable from outside the network; deployments write settings only then.')
param publicAccess bool = false

@description('Optional. Who may use the store.')
param access accessGrant[] = []

@description('Conditional. Principal ids by identity. Required for every identity in access.')
param principalIds principalIdMap = {}

@description('Optional. Tags of the store.')
param tags resourceInput<'Microsoft.AppConfiguration/configurationStores@2024-06-01'>.tags = {}

resource store 'Microsoft.AppConfiguration/configurationStores@2024-06-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: 'standard' }
  properties: {
    disableLocalAuth: true
    enablePurgeProtection: purgeProtection
    softDeleteRetentionInDays: retentionDays
    publicNetworkAccess: publicAccess ? 'Enabled' : 'Disabled'
    // Settings in a template are written with the rights of the one who deploys, not with a key of the store.
    dataPlaneProxy: {
      authenticationMode: 'Pass-through'
      privateLinkDelegation: publicAccess ? 'Disabled' : 'Enabled'
    }
  }
}

resource storeAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in access: {
    scope: store
    name: guid(store.id, grant.identity, grant.role)
    properties: grantProperties(principalIds[grant.identity], grant.role)
  }
]

// A person or a pipeline, so the type of the principal is left out.
resource deployerAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (deployerWrites) {
  scope: store
  name: guid(store.id, deployer().objectId, 'App Configuration Data Owner')
  properties: {
    principalId: deployer().objectId
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roleIds['App Configuration Data Owner']
    )
  }
}

#disable-next-line use-recent-api-versions // no stable version has category groups
resource storeDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: store
  name: 'workspace'
  properties: logsAndMetrics(workspaceId)
}

@description('Resource id of the store.')
output resourceId string = store.id

@description('Name of the store.')
output name string = store.name

@description('Address of the store.')
output endpoint string = store.properties.endpoint
