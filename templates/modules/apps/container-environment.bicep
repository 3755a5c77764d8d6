metadata name = 'Container Apps environment'
metadata description = 'Where the container apps run; they talk to each other over mutual TLS.'

import { logsAndMetrics } from '../shared/diagnostics.bicep'

@description('Required. Name of the environment.')
@minLength(2)
@maxLength(60)
param name string

@description('Required. Azure region of the environment.')
param location string

@description('Required. Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Optional. Resource id of the subnet, which serves nothing else. Fixed once the environment exists.')
param subnetId string?

@description('Optional. Whether the Internet reaches the apps; without it private endpoints and the network do.')
param publicAccess bool = true

@description('Optional. Whether the apps have an address in the network only. Needs a subnet; fixed like it.')
param internal bool = false

@description('Optional. Whether the apps run in several zones. Without a subnet they do not; fixed like it.')
param zoneRedundant bool = false

@description('Optional. Resource id of the identity that reads certificates of the environment from a key vault.')
param identityId string?

@description('Optional. Tags of the environment.')
param tags resourceInput<'Microsoft.App/managedEnvironments@2026-01-01'>.tags = {}

resource environment 'Microsoft.App/managedEnvironments@2026-01-01' = {
  name: name
  location: location
  tags: tags
  identity: identityId == null
    ? null
    : { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    // Logs take the way of the diagnostic setting, which needs no workspace key.
    appLogsConfiguration: {
      destination: 'azure-monitor'
    }
    peerAuthentication: {
      mtls: {
        enabled: true
      }
    }
    peerTrafficConfiguration: {
      encryption: {
        enabled: true
      }
    }
    // An internal environment has no public endpoint that could be open.
    publicNetworkAccess: publicAccess && !internal ? 'Enabled' : 'Disabled'
    vnetConfiguration: subnetId == null
      ? null
      : {
          infrastructureSubnetId: subnetId
          internal: internal
        }
    zoneRedundant: subnetId != null && zoneRedundant
    workloadProfiles: [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
    ]
  }
}

#disable-next-line use-recent-api-versions // no stable version has category groups
resource environmentDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: environment
  name: 'workspace'
  properties: logsAndMetrics(workspaceId)
}

@description('Resource id of the environment.')
output resourceId string = environment.id

@description('Name of the environment.')
output name string = environment.name

@description('Domain of the apps with external ingress; in an internal environment the network reaches them.')
output defaultDomain string = environment.properties.defaultDomain

@description('Domain of the apps without external ingress, which other apps of the environment reach.')
output internalDomain string = 'internal.${environment.properties.defaultDomain}'

@description('Address of the environment: in an internal one private, and every name of its domains leads there.')
output staticIp string = environment.properties.staticIp

@description('Value of the TXT record asuid.<domain> that proves a custom domain is yours.')
output domainVerificationId string = environment.properties.customDomainConfiguration.customDomainVerificationId
