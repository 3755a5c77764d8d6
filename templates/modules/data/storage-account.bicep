metadata name = 'Storage account'
metadata description = 'Blobs of the application, access by role only; what was deleted or overwritten can be restored.'

import { logsAndMetrics, metricsOnly } from '../shared/diagnostics.bicep'
import { accessGrant, grantProperties, principalIdMap } from '../shared/roles.bicep'

@export()
@description('Copies of the data: in one building (LRS), in three zones (ZRS), in a second region as well (G).')
type storageSku =
  | 'Standard_LRS'
  | 'Standard_ZRS'
  | 'Standard_GRS'
  | 'Standard_RAGRS'
  | 'Standard_GZRS'
  | 'Standard_RAGZRS'

@export()
@description('What happens to blobs that nobody changes any more.')
@sealed()
type blobLifecycle = {
  @description('Required. Containers it is about; never the one of function packages.')
  @minLength(1)
  @maxLength(10)
  containers: string[]

  @description('Optional. Days after which a blob moves to the cool tier.')
  @minValue(1)
  coolDays: int?

  @description('Optional. Days after which a blob is deleted.')
  @minValue(1)
  deleteDays: int?
}

@description('Required. Name of the account, lower-case letters and digits only. Globally unique.')
@minLength(3)
@maxLength(24)
param name string

@description('Required. Azure region of the account.')
param location string

@description('Required. Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Optional. Copies of the data; zones and second regions are not everywhere.')
param sku storageSku = 'Standard_ZRS'

@description('Optional. Blob containers.')
param containers string[] = []

@description('Optional. Days deleted blobs, deleted containers and old versions are kept.')
@minValue(1)
@maxValue(365)
param retentionDays int = 14

@description('Optional. Days back to which blobs can be restored: those of the operational backup, if there is one.')
@minValue(1)
@maxValue(360)
param restoreDays int?

@description('Optional. What happens to blobs that nobody changes any more. Default: they stay.')
param lifecycle blobLifecycle?

@description('Optional. Whether the account is reachable from outside the network.')
param publicAccess bool = false

@description('Optional. Who may use the storage.')
param access accessGrant[] = []

@description('Conditional. Principal ids by identity. Required for every identity in access.')
param principalIds principalIdMap = {}

@description('Optional. Tags of the storage.')
param tags resourceInput<'Microsoft.Storage/storageAccounts@2026-04-01'>.tags = {}

// To restore takes everything that was deleted or overwritten since, so that is kept a little longer.
var keptDays = max(retentionDays, (restoreDays ?? 0) + 5)

var versionActions = { version: { delete: { daysAfterCreationGreaterThan: keptDays } } }

var blobActions = union(
  lifecycle.?coolDays == null ? {} : { tierToCool: { daysAfterModificationGreaterThan: lifecycle!.coolDays! } },
  lifecycle.?deleteDays == null ? {} : { delete: { daysAfterModificationGreaterThan: lifecycle!.deleteDays! } }
)

var rules = union(
  { versions: { actions: versionActions, filters: { blobTypes: ['blockBlob'] } } },
  empty(blobActions)
    ? {}
    : {
        blobs: {
          actions: { baseBlob: blobActions }
          filters: { blobTypes: ['blockBlob'], prefixMatch: map(lifecycle!.containers, container => '${container}/') }
        }
      }
)

resource storage 'Microsoft.Storage/storageAccounts@2026-04-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: sku }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    // Versions, restoring and their backup need a flat namespace; only SFTP has local users.
    isHnsEnabled: false
    isSftpEnabled: false
    isLocalUserEnabled: false
    encryption: {
      keySource: 'Microsoft.Storage'
      requireInfrastructureEncryption: true
      services: {
        blob: { enabled: true, keyType: 'Account' }
        file: { enabled: true, keyType: 'Account' }
      }
    }
    publicNetworkAccess: publicAccess ? 'Enabled' : 'Disabled'
    networkAcls: {
      // Azure Backup and the capture of Event Hubs come this way, each with a role of its own.
      bypass: 'AzureServices'
      defaultAction: publicAccess ? 'Allow' : 'Deny'
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2026-04-01' = {
  parent: storage
  name: 'default'
  properties: {
    isVersioningEnabled: true
    changeFeed: restoreDays == null ? null : { enabled: true }
    deleteRetentionPolicy: {
      enabled: true
      days: keptDays
    }
    containerDeleteRetentionPolicy: {
      enabled: true
      days: keptDays
    }
    restorePolicy: restoreDays == null ? null : { enabled: true, days: restoreDays! }
  }
}

resource blobContainers 'Microsoft.Storage/storageAccounts/blobServices/containers@2026-04-01' = [
  for container in containers: {
    parent: blobs
    name: container
    properties: {
      publicAccess: 'None'
    }
  }
]

resource storageLifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2026-04-01' = {
  parent: storage
  name: 'default'
  properties: {
    policy: {
      rules: map(items(rules), rule => {
        name: rule.key
        type: 'Lifecycle'
        enabled: true
        definition: rule.value
      })
    }
  }
  // The account refuses a rule for versions it does not keep yet.
  dependsOn: [
    blobs
  ]
}

resource storageAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in access: {
    scope: storage
    name: guid(storage.id, grant.identity, grant.role)
    properties: grantProperties(principalIds[grant.identity], grant.role)
  }
]

// The account itself has metrics only; who reads and writes is logged by each of its services.
#disable-next-line use-recent-api-versions // no stable version has category groups
resource storageDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: storage
  name: 'workspace'
  properties: metricsOnly(workspaceId)
}

#disable-next-line use-recent-api-versions // no stable version has category groups
resource blobDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: blobs
  name: 'workspace'
  properties: logsAndMetrics(workspaceId)
}

resource files 'Microsoft.Storage/storageAccounts/fileServices@2026-04-01' existing = {
  parent: storage
  name: 'default'
}

#disable-next-line use-recent-api-versions // no stable version has category groups
resource fileDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: files
  name: 'workspace'
  properties: logsAndMetrics(workspaceId)
}

resource queues 'Microsoft.Storage/storageAccounts/queueServices@2026-04-01' existing = {
  parent: storage
  name: 'default'
}

#disable-next-line use-recent-api-versions // no stable version has category groups
resource queueDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: queues
  name: 'workspace'
  properties: logsAndMetrics(workspaceId)
}

resource tables 'Microsoft.Storage/storageAccounts/tableServices@2026-04-01' existing = {
  parent: storage
  name: 'default'
}

#disable-next-line use-recent-api-versions // no stable version has category groups
resource tableDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: tables
  name: 'workspace'
  properties: logsAndMetrics(workspaceId)
}

@description('Resource id of the storage.')
output resourceId string = storage.id

@description('Name of the storage.')
output name string = storage.name

@description('Address of the blobs, with a slash at the end.')
output blobEndpoint string = storage.properties.primaryEndpoints.blob

@description('The blob containers.')
output containers string[] = [for (container, i) in containers: blobContainers[i].name]
