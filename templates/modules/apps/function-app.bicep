metadata name = 'Function app'
metadata description = 'Functions on a Flex Consumption plan of their own; triggers, storage and packages by identity.'

import { logsAndMetrics, metricsOnly } from '../shared/diagnostics.bicep'
import { applicationSettings, resourceTags, serviceIdentity } from '../shared/types.bicep'

@export()
@description('Size and scale of a function app.')
@sealed()
type functionSize = {
  @description('Required. Memory of an instance in MB.')
  memoryMb: 512 | 2048 | 4096

  @description('Required. Instances under full load.')
  @minValue(40)
  @maxValue(1000)
  maxInstances: int

  @description('Optional. Instances that always run: by http, blob, durable or function:name. Default: none.')
  alwaysReady: {
    @description('Number of instances.')
    *: int
  }?
}

@description('Storage of the host and of its packages. The identity owns the blobs and works on queues and tables.')
@sealed()
type functionStorage = {
  @description('Required. Name of the account; copied to several zones if the app is.')
  name: string

  @description('Required. Address of the blobs, with a slash at the end.')
  blobEndpoint: string

  @description('Required. Container for packages.')
  container: string
}

@description('Required. Name of the app and of its host. Globally unique; Functions reads 32 characters of it.')
@minLength(2)
@maxLength(32)
param name string

@description('Required. Name of the plan.')
@minLength(1)
@maxLength(60)
param planName string

@description('Required. Azure region of the function app.')
param location string

@description('Required. Name of the service in azure.yaml, by which azd finds the app.')
param service string

@description('Required. Identity of the service.')
param identity serviceIdentity

@description('Required. Storage of the host and of its packages.')
param storage functionStorage

@description('Required. Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Optional. Size and scale.')
param size functionSize = { memoryMb: 2048, maxInstances: 100 }

@description('Optional. Language.')
param runtime 'dotnet-isolated' | 'java' | 'node' | 'powershell' | 'python' = 'node'

@description('Optional. Version of the language.')
param runtimeVersion string = '22'

@description('Optional. Whether instances lie in several zones.')
param zoneRedundant bool = false

@description('Optional. Hosts of Event Hubs and Service Bus namespaces by the name that triggers call the connection.')
param connections {
  @description('Host of the namespace.')
  *: string
} = {}

@description('Conditional. Name of the key vault. Required with vaultSettings.')
param vaultName string = ''

@description('Optional. Secrets of the key vault by the setting they become.')
param vaultSettings {
  @description('Name of the secret.')
  *: string
} = {}

@description('Optional. Settings of the app besides those every function app gets; none starts with FUNCTIONS_.')
param settings applicationSettings = {}

@description('Optional. Resource id of the subnet calls go out through, delegated to Microsoft.App/environments.')
param subnetId string?

@description('Optional. Whether HTTP functions are reachable from outside the network.')
param publicAccess bool = false

@description('Optional. Whether azd deploy works from outside the network; it takes an Entra token all the same.')
param publicDeployment bool = publicAccess

@description('Optional. Tags of the app and of its plan.')
param tags resourceTags = {}

var connectionSettings = reduce(
  map(items(connections), connection => {
    '${connection.key}__clientId': identity.clientId
    '${connection.key}__credential': 'managedidentity'
    '${connection.key}__fullyQualifiedNamespace': connection.value
  }),
  {},
  (all, some) => union(all, some)
)

var secretSettings = mapValues(vaultSettings, item => '@Microsoft.KeyVault(VaultName=${vaultName};SecretName=${item})')

var variables = union(settings, connectionSettings, secretSettings, {
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.clientId};Authorization=AAD'
  AzureWebJobsStorage__accountName: storage.name
  AzureWebJobsStorage__clientId: identity.clientId
  AzureWebJobsStorage__credential: 'managedidentity'
  AZURE_CLIENT_ID: identity.clientId
  AZURE_TENANT_ID: tenant().tenantId
  SERVICE_NAME: service
})

var reachable = publicAccess || publicDeployment ? 'Enabled' : 'Disabled'

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: {
    reserved: true
    zoneRedundant: zoneRedundant
  }
}

resource functions 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': service })
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identity.resourceId}': {} } }
  properties: {
    serverFarmId: plan.id
    keyVaultReferenceIdentity: identity.resourceId
    httpsOnly: true
    clientAffinityEnabled: false
    virtualNetworkSubnetId: subnetId
    // The rules of siteConfig tell apart the functions and the deployment endpoint; private endpoints pass them by.
    publicNetworkAccess: reachable
    siteConfig: {
      publicNetworkAccess: reachable
      ftpsState: 'Disabled'
      http20Enabled: true
      ipSecurityRestrictionsDefaultAction: publicAccess ? 'Allow' : 'Deny'
      minTlsVersion: '1.2'
      remoteDebuggingEnabled: false
      scmIpSecurityRestrictionsDefaultAction: publicDeployment ? 'Allow' : 'Deny'
      scmIpSecurityRestrictionsUseMain: false
      scmMinTlsVersion: '1.2'
      appSettings: map(items(variables), variable => { name: variable.key, value: variable.value })
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.blobEndpoint}${storage.container}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.resourceId
          }
        }
      }
      runtime: {
        name: runtime
        version: runtimeVersion
      }
      scaleAndConcurrency: {
        instanceMemoryMB: size.memoryMb
        maximumInstanceCount: size.maxInstances
        alwaysReady: map(items(size.?alwaysReady ?? {}), entry => { name: entry.key, instanceCount: entry.value })
      }
    }
  }

  resource deploymentCredentials 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }

  resource ftpCredentials 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }
}

#disable-next-line use-recent-api-versions // no stable version has category groups
resource planDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: plan
  name: 'workspace'
  properties: metricsOnly(workspaceId)
}

#disable-next-line use-recent-api-versions // no stable version has category groups
resource functionsDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: functions
  name: 'workspace'
  properties: logsAndMetrics(workspaceId)
}

@description('Resource id of the app.')
output resourceId string = functions.id

@description('Name of the app.')
output name string = functions.name

@description('Host of the app.')
output host string = functions.properties.defaultHostName
