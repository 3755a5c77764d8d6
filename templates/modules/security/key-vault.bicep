metadata name = 'Key vault'
metadata description = 'Secrets that no identity can replace; access by role only.'

import { logsAndMetrics } from '../shared/diagnostics.bicep'
import { accessGrant, grantProperties, principalIdMap } from '../shared/roles.bicep'
import { vaultSku } from '../shared/types.bicep'

@description('Required. Name of the vault. Globally unique.')
@minLength(3)
@maxLength(24)
param name string

@description('Required. Azure region of the vault.')
param location string

@description('Required. Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Optional. SKU.')
param sku vaultSku = 'standard'

@description('Optional. Days a deleted vault or secret can be recovered. Fixed once the vault exists.')
@minValue(7)
@maxValue(90)
param retentionDays int = 90

@description('Optional. Whether nobody may purge before those days are over. Cannot be switched off again.')
param purgeProtection bool = true

@description('Optional. Whether there is a way in besides private endpoints; a token is needed on every way.')
param publicAccess bool = true

@description('Optional. Public addresses or ranges that may use the vault. Default: all, where public access is on.')
param allowedAddresses string[] = []

@description('Optional. Who may use the vault.')
param access accessGrant[] = []

@description('Conditional. Principal ids by identity. Required for every identity in access.')
param principalIds principalIdMap = {}

@description('Optional. Tags of the vault.')
param tags resourceInput<'Microsoft.KeyVault/vaults@2026-02-01'>.tags = {}

resource vault 'Microsoft.KeyVault/vaults@2026-02-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: sku }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: retentionDays
    // A vault refuses false: it is either protected or the property is left out.
    enablePurgeProtection: purgeProtection ? true : null
    publicNetworkAccess: publicAccess ? 'Enabled' : 'Disabled'
    networkAcls: {
      defaultAction: publicAccess && empty(allowedAddresses) ? 'Allow' : 'Deny'
      // App Service, Application Gateway and backup read certificates and secrets from outside the network.
      bypass: 'AzureServices'
      ipRules: map(allowedAddresses, address => { value: address })
    }
  }
}

resource vaultAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in access: {
    scope: vault
    name: guid(vault.id, grant.identity, grant.role)
    properties: grantProperties(principalIds[grant.identity], grant.role)
  }
]

#disable-next-line use-recent-api-versions // no stable version has category groups
resource vaultDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: vault
  name: 'workspace'
  properties: logsAndMetrics(workspaceId)
}

@description('Resource id of the vault.')
output resourceId string = vault.id

@description('Name of the vault.')
output name string = vault.name

@description('Address of the vault.')
output uri string = vault.properties.vaultUri
