metadata name = 'Service Bus'
metadata description = 'Queues of messages that must not get lost, access by role only; failures become dead letters.'

import { logsAndMetrics } from '../shared/diagnostics.bicep'
import { accessGrant, grantProperties, principalIdMap } from '../shared/roles.bicep'

@export()
@description('SKU of a Service Bus namespace; only Premium has private endpoints and capacity of its own.')
type serviceBusSku = 'Standard' | 'Premium'

@export()
@description('Queue of messages.')
@sealed()
type messageQueue = {
  @description('Required. Name of the queue.')
  @minLength(1)
  @maxLength(260)
  name: string

  @description('Required. Attempts after which a message is a dead letter.')
  @minValue(1)
  @maxValue(2000)
  maxDeliveries: int

  @description('Required. Seconds a receiver has a message to itself; it can ask for more.')
  @minValue(5)
  @maxValue(300)
  lockSeconds: int

  @description('Optional. Days after which a message nobody took is a dead letter. Default: never.')
  @minValue(1)
  timeToLiveDays: int?

  @description('Optional. Minutes in which a second message of the same id is dropped. Default: it is not. Fixed.')
  @minValue(1)
  @maxValue(10080)
  duplicateMinutes: int?
}

@description('Required. Name of the namespace; does not end in -sb or -mgmt. Globally unique.')
@minLength(6)
@maxLength(50)
param name string

@description('Required. Azure region of the namespace and its queues.')
param location string

@description('Required. Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Optional. SKU; Standard needs publicAccess.')
param sku serviceBusSku = 'Premium'

@description('Optional. Messaging units, Premium only.')
param capacity 1 | 2 | 4 | 8 | 16 = 1

@description('Optional. Queues.')
param queues messageQueue[] = []

@description('Optional. Whether the namespace is reachable from outside the network.')
param publicAccess bool = false

@description('Optional. Who may send to the queues and receive from them.')
param access accessGrant[] = []

@description('Conditional. Principal ids by identity. Required for every identity in access.')
param principalIds principalIdMap = {}

@description('Optional. Tags of the namespace.')
param tags resourceInput<'Microsoft.ServiceBus/namespaces@2026-01-01'>.tags = {}

var premium = sku == 'Premium'

resource bus 'Microsoft.ServiceBus/namespaces@2026-01-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: sku, tier: sku, capacity: premium ? capacity : null }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: publicAccess ? 'Enabled' : premium ? 'Disabled' : fail('Only the SKU Premium can be private.')
  }
}

resource busQueues 'Microsoft.ServiceBus/namespaces/queues@2026-01-01' = [
  for queue in queues: {
    parent: bus
    name: queue.name
    properties: {
      maxDeliveryCount: queue.maxDeliveries
      lockDuration: 'PT${queue.lockSeconds}S'
      defaultMessageTimeToLive: queue.?timeToLiveDays == null ? null : 'P${queue.timeToLiveDays!}D'
      deadLetteringOnMessageExpiration: true
      requiresDuplicateDetection: queue.?duplicateMinutes != null
      duplicateDetectionHistoryTimeWindow: queue.?duplicateMinutes == null ? null : 'PT${queue.duplicateMinutes!}M'
    }
  }
]

resource busAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in access: {
    scope: bus
    name: guid(bus.id, grant.identity, grant.role)
    properties: grantProperties(principalIds[grant.identity], grant.role)
  }
]

#disable-next-line use-recent-api-versions // no stable version has category groups
resource busDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: bus
  name: 'workspace'
  properties: logsAndMetrics(workspaceId)
}

@description('Resource id of the namespace.')
output resourceId string = bus.id

@description('Name of the namespace.')
output name string = bus.name

@description('Host of the namespace, which clients call its fully qualified name.')
output host string = split(split(bus.properties.serviceBusEndpoint, '/')[2], ':')[0]
