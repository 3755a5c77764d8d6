metadata name = 'Event Hubs'
metadata description = 'Namespace of event hubs, access by role only; the events of a hub can be captured as blobs.'

import { logsAndMetrics } from '../shared/diagnostics.bicep'
import { accessGrant, grantProperties, principalIdMap } from '../shared/roles.bicep'

@export()
@description('SKU of an Event Hubs namespace. Basic is left out: it has no private endpoint.')
type eventHubsSku = 'Standard' | 'Premium'

@export()
@description('Stream of events.')
@sealed()
type eventHub = {
  @description('Required. Name of the hub.')
  @minLength(1)
  @maxLength(256)
  name: string

  @description('Required. Partitions: how many readers a consumer group can have. Fixed, but for Premium.')
  @minValue(1)
  @maxValue(32)
  partitions: int

  @description('Required. Hours events are kept; Standard keeps them for 168 at the most.')
  @minValue(1)
  @maxValue(2160)
  retentionHours: int

  @description('Required. Consumer groups, one for each application that reads the hub.')
  @maxLength(20)
  consumerGroups: string[]

  @description('Optional. Blob container that events are captured in. Default: none.')
  captureContainer: string?
}

@description('Storage account for captured events.')
@sealed()
type captureTarget = {
  @description('Required. Resource id of the account.')
  storageId: string

  @description('Required. Resource id of the identity that writes there; it has the right to before the hub exists.')
  identityId: string
}

@description('Required. Name of the namespace. Globally unique.')
@minLength(8)
@maxLength(50)
param name string

@description('Required. Azure region of the namespace and its hubs.')
param location string

@description('Required. Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Optional. SKU.')
param sku eventHubsSku = 'Standard'

@description('Optional. Throughput units: 1 MB/s in and 2 MB/s out each; processing units if Premium.')
@minValue(1)
@maxValue(40)
param capacity int = 1

@description('Optional. Throughput units the namespace grows to under load, Standard only. Default: it does not grow.')
@minValue(1)
@maxValue(40)
param maxCapacity int?

@description('Optional. Event hubs.')
param hubs eventHub[] = []

@description('Conditional. Where captured events go. Required when a hub has a captureContainer.')
param capture captureTarget?

@description('Optional. Whether the namespace is reachable from outside the network.')
param publicAccess bool = false

@description('Optional. Who may send events and receive them.')
param access accessGrant[] = []

@description('Conditional. Principal ids by identity. Required for every identity in access.')
param principalIds principalIdMap = {}

@description('Optional. Tags of the namespace.')
param tags resourceInput<'Microsoft.EventHub/namespaces@2026-01-01'>.tags = {}

var groups = flatten(map(hubs, (hub, i) => map(hub.consumerGroups, group => { hub: i, name: group })))

resource namespace 'Microsoft.EventHub/namespaces@2026-01-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: sku, tier: sku, capacity: capacity }
  identity: capture == null
    ? null
    : { type: 'UserAssigned', userAssignedIdentities: { '${capture!.identityId}': {} } }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: publicAccess ? 'Enabled' : 'Disabled'
    isAutoInflateEnabled: maxCapacity != null
    maximumThroughputUnits: maxCapacity ?? 0
  }
}

resource namespaceHubs 'Microsoft.EventHub/namespaces/eventhubs@2026-01-01' = [
  for hub in hubs: {
    parent: namespace
    name: hub.name
    properties: {
      partitionCount: hub.partitions
      retentionDescription: {
        cleanupPolicy: 'Delete'
        retentionTimeInHours: hub.retentionHours
      }
      captureDescription: hub.?captureContainer == null
        ? null
        : {
            enabled: true
            encoding: 'Avro'
            intervalInSeconds: 300
            sizeLimitInBytes: 314572800
            skipEmptyArchives: true
            destination: {
              name: 'EventHubArchive.AzureBlockBlob'
              identity: {
                type: 'UserAssigned'
                userAssignedIdentity: capture!.identityId
              }
              properties: {
                storageAccountResourceId: capture!.storageId
                blobContainer: hub.captureContainer!
                archiveNameFormat: '{Namespace}/{EventHub}/{PartitionId}/{Year}/{Month}/{Day}/{Hour}/{Minute}/{Second}'
              }
            }
          }
    }
  }
]

resource hubGroups 'Microsoft.EventHub/namespaces/eventhubs/consumergroups@2026-01-01' = [
  for group in groups: {
    parent: namespaceHubs[group.hub]
    name: group.name
  }
]

resource namespaceAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in access: {
    scope: namespace
    name: guid(namespace.id, grant.identity, grant.role)
    properties: grantProperties(principalIds[grant.identity], grant.role)
  }
]

#disable-next-line use-recent-api-versions // no stable version has category groups
resource namespaceDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: namespace
  name: 'workspace'
  properties: logsAndMetrics(workspaceId)
}

@description('Resource id of the namespace.')
output resourceId string = namespace.id

@description('Name of the namespace.')
output name string = namespace.name

@description('Host of the namespace, which clients call its fully qualified name.')
output host string = split(split(namespace.properties.serviceBusEndpoint, '/')[2], ':')[0]
