metadata name = 'Cosmos DB'
metadata description = 'Documents such as the chat history, in one or more regions; Entra tokens only.'

import { logsAndMetrics } from '../shared/diagnostics.bicep'
import { principalIdMap } from '../shared/roles.bicep'

@export()
@description('Region that keeps a copy.')
@sealed()
type cosmosRegion = {
  @description('Required. Azure region.')
  location: string

  @description('Required. Whether the copy lies in several zones. Fixed once the region is part of the account.')
  zoneRedundant: bool
}

@export()
@description('Container of documents.')
@sealed()
type cosmosContainer = {
  @description('Required. Name of the container.')
  name: string

  @description('Required. Paths of the partition key, such as /tenantId; up to three, from coarse to fine. Fixed.')
  @minLength(1)
  @maxLength(3)
  partitionKey: string[]

  @description('Optional. Seconds after which an unchanged document is deleted; -1 for those that say so themselves.')
  @minValue(-1)
  timeToLive: int?
}

@description('Required. Name of the account. Globally unique.')
@minLength(3)
@maxLength(44)
param name string

@description('Required. Azure region of the database account.')
param location string

@description('Required. Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Optional. Regions that keep a copy, the first takes the writes and the next ones stand in for it.')
@minLength(1)
param regions cosmosRegion[] = [
  { location: location, zoneRedundant: false }
]

@description('Optional. Request units per second the database scales up to. Default: serverless; 1000 in several regions.')
@minValue(1000)
param maxThroughput int?

@description('Optional. Days back to which everything can be restored.')
param backupDays 7 | 30 = 7

@description('Optional. Name of the database.')
@minLength(1)
@maxLength(255)
param database string = 'chat'

@description('Optional. Containers of the database.')
param containers cosmosContainer[] = []

@description('Optional. Whether the account is reachable from outside the network.')
param publicAccess bool = false

@description('Optional. Identities that may read and write documents.')
param writers string[] = []

@description('Conditional. Principal ids by identity. Required for every writer.')
param principalIds principalIdMap = {}

@description('Optional. Tags of the account.')
param tags resourceInput<'Microsoft.DocumentDB/databaseAccounts@2026-03-15'>.tags = {}

// Serverless knows one region only. The least that scales by itself is 1000.
var throughput = maxThroughput ?? (length(regions) == 1 ? null : 1000)

// Cosmos DB's own roles; Azure's do not reach the documents.
var dataContributor = '00000000-0000-0000-0000-000000000002'

resource account 'Microsoft.DocumentDB/databaseAccounts@2026-03-15' = {
  name: name
  location: location
  tags: tags
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    locations: [
      for (region, i) in regions: {
        locationName: region.location
        failoverPriority: i
        isZoneRedundant: region.zoneRedundant
      }
    ]
    enableAutomaticFailover: length(regions) > 1
    enableMultipleWriteLocations: false
    capabilities: throughput == null ? [{ name: 'EnableServerless' }] : []
    consistencyPolicy: {
      defaultConsistencyLevel: 'Session'
    }
    backupPolicy: {
      type: 'Continuous'
      continuousModeProperties: {
        tier: backupDays == 7 ? 'Continuous7Days' : 'Continuous30Days'
      }
    }
    disableKeyBasedMetadataWriteAccess: true
    disableLocalAuth: true
    minimalTlsVersion: 'Tls12'
    publicNetworkAccess: publicAccess ? 'Enabled' : 'Disabled'
  }
}

resource documents 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases@2026-03-15' = {
  parent: account
  name: database
  properties: {
    resource: {
      id: database
    }
    // The containers share it.
    options: throughput == null ? {} : { autoscaleSettings: { maxThroughput: throughput! } }
  }
}

resource documentContainers 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2026-03-15' = [
  for container in containers: {
    parent: documents
    name: container.name
    properties: {
      resource: {
        id: container.name
        partitionKey: {
          kind: length(container.partitionKey) > 1 ? 'MultiHash' : 'Hash'
          paths: container.partitionKey
          version: 2
        }
        defaultTtl: container.?timeToLive
      }
    }
  }
]

// The account takes one change at a time.
@batchSize(1)
resource accountAccess 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2026-03-15' = [
  for writer in writers: {
    parent: account
    name: guid(account.id, writer, dataContributor)
    properties: {
      principalId: principalIds[writer]
      roleDefinitionId: '${account.id}/sqlRoleDefinitions/${dataContributor}'
      scope: account.id
    }
    dependsOn: [
      documentContainers
    ]
  }
]

#disable-next-line use-recent-api-versions // no stable version has category groups
resource accountDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: account
  name: 'workspace'
  properties: {
    ...logsAndMetrics(workspaceId)
    // The one table of all Azure resources has no room for all columns of Cosmos DB.
    logAnalyticsDestinationType: 'Dedicated'
  }
}

@description('Resource id of the account.')
output resourceId string = account.id

@description('Name of the account.')
output name string = account.name

@description('Address of the account.')
output endpoint string = account.properties.documentEndpoint

@description('Name of the database.')
output database string = documents.name
