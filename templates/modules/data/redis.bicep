metadata name = 'Azure Managed Redis'
metadata description = 'Cache of AI answers: TLS only, Entra tokens only, the least recently used entries make room.'

import { logsAndMetrics, metricsOnly } from '../shared/diagnostics.bicep'
import { principalIdMap } from '../shared/roles.bicep'

@export()
@description('SKU of the cache: what it has more of than the balanced ones, and its size in GB.')
type redisSku =
  | 'Balanced_B0'
  | 'Balanced_B1'
  | 'Balanced_B3'
  | 'Balanced_B5'
  | 'Balanced_B10'
  | 'Balanced_B20'
  | 'Balanced_B50'
  | 'Balanced_B100'
  | 'ComputeOptimized_X3'
  | 'ComputeOptimized_X5'
  | 'ComputeOptimized_X10'
  | 'ComputeOptimized_X20'
  | 'ComputeOptimized_X50'
  | 'ComputeOptimized_X100'
  | 'MemoryOptimized_M10'
  | 'MemoryOptimized_M20'
  | 'MemoryOptimized_M50'
  | 'MemoryOptimized_M100'

@description('Required. Name of the cache and of its host. Unique in the region.')
@minLength(3)
@maxLength(60)
param name string

@description('Required. Azure region of the cache.')
param location string

@description('Required. Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Optional. SKU.')
param sku redisSku = 'Balanced_B0'

@description('Optional. Whether a second node takes over, in another zone where the region has zones.')
param highAvailability bool = true

@description('Optional. Whether the cache is reachable from outside the network.')
param publicAccess bool = false

@description('Optional. Identities that may read and write.')
param writers string[] = []

@description('Conditional. Principal ids by identity. Required for every writer.')
param principalIds principalIdMap = {}

@description('Optional. Tags of the cache.')
param tags resourceInput<'Microsoft.Cache/redisEnterprise@2025-07-01'>.tags = {}

resource cache 'Microsoft.Cache/redisEnterprise@2025-07-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: sku }
  properties: {
    highAvailability: highAvailability ? 'Enabled' : 'Disabled'
    minimumTlsVersion: '1.2'
    publicNetworkAccess: publicAccess ? 'Enabled' : 'Disabled'
  }
}

resource database 'Microsoft.Cache/redisEnterprise/databases@2025-07-01' = {
  parent: cache
  // It has one database, of this name and no other.
  name: 'default'
  properties: {
    accessKeysAuthentication: 'Disabled'
    clientProtocol: 'Encrypted'
    // One address for every client; OSSCluster takes one that knows the cluster protocol.
    clusteringPolicy: 'EnterpriseCluster'
    evictionPolicy: 'AllKeysLRU'
    port: 10000
  }
}

// The database takes one change at a time.
@batchSize(1)
resource databaseAccess 'Microsoft.Cache/redisEnterprise/databases/accessPolicyAssignments@2025-07-01' = [
  for writer in writers: {
    parent: database
    // Letters and digits only, and no two of one name: a-b and ab are two services.
    name: uniqueString(writer)
    properties: {
      accessPolicyName: 'default'
      user: {
        objectId: principalIds[writer]
      }
    }
  }
]

#disable-next-line use-recent-api-versions // no stable version has category groups
resource cacheDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: cache
  name: 'workspace'
  properties: metricsOnly(workspaceId)
}

// The database has logs only: who connects.
#disable-next-line use-recent-api-versions // no stable version has category groups
resource databaseDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: database
  name: 'workspace'
  properties: {
    ...logsAndMetrics(workspaceId)
    metrics: []
  }
}

@description('Resource id of the cache.')
output resourceId string = cache.id

@description('Name of the cache.')
output name string = cache.name

@description('Host of the cache.')
output host string = cache.properties.hostName

@description('Port of the cache, for TLS only.')
output port int = database.properties.port
