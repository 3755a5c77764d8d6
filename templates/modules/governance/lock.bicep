metadata name = 'Lock'
metadata description = 'Keeps what holds data from being deleted, and with it the resource group, which goes only as a whole.'

// Not on the group itself: Azure could not tidy up its list of deployments, which is full at 800, and no release could
// take away what it replaces.

@description('Required. Name of the locks.')
@minLength(1)
@maxLength(90)
param name string

@description('Optional. Why the locks are there; people read it when a deletion is refused.')
@maxLength(512)
param notes string = 'Production data: remove this lock first, and on purpose.'

@description('Optional. Names of Log Analytics workspaces.')
param workspaces string[] = []

@description('Optional. Names of key vaults.')
param vaults string[] = []

@description('Optional. Names of storage accounts.')
param storageAccounts string[] = []

@description('Optional. Names of Cosmos DB accounts.')
param cosmosAccounts string[] = []

@description('Optional. Names of App Configuration stores.')
param configurationStores string[] = []

@description('Optional. Names of Event Hubs namespaces.')
param eventHubsNamespaces string[] = []

@description('Optional. Names of Service Bus namespaces.')
param serviceBusNamespaces string[] = []

// Read-only would be too much: scaling and keys need writes.
var lockProperties resourceInput<'Microsoft.Authorization/locks@2020-05-01'>.properties = {
  level: 'CanNotDelete'
  notes: notes
}

resource workspaceResources 'Microsoft.OperationalInsights/workspaces@2026-03-01' existing = [
  for workspace in workspaces: { name: workspace }
]

resource workspaceLocks 'Microsoft.Authorization/locks@2020-05-01' = [
  for (workspace, i) in workspaces: { scope: workspaceResources[i], name: name, properties: lockProperties }
]

resource vaultResources 'Microsoft.KeyVault/vaults@2026-02-01' existing = [for vault in vaults: { name: vault }]

resource vaultLocks 'Microsoft.Authorization/locks@2020-05-01' = [
  for (vault, i) in vaults: { scope: vaultResources[i], name: name, properties: lockProperties }
]

resource storageResources 'Microsoft.Storage/storageAccounts@2026-04-01' existing = [
  for account in storageAccounts: { name: account }
]

resource storageLocks 'Microsoft.Authorization/locks@2020-05-01' = [
  for (account, i) in storageAccounts: { scope: storageResources[i], name: name, properties: lockProperties }
]

resource cosmosResources 'Microsoft.DocumentDB/databaseAccounts@2026-03-15' existing = [
  for account in cosmosAccounts: { name: account }
]

resource cosmosLocks 'Microsoft.Authorization/locks@2020-05-01' = [
  for (account, i) in cosmosAccounts: { scope: cosmosResources[i], name: name, properties: lockProperties }
]

resource configurationResources 'Microsoft.AppConfiguration/configurationStores@2024-06-01' existing = [
  for store in configurationStores: { name: store }
]

resource configurationLocks 'Microsoft.Authorization/locks@2020-05-01' = [
  for (store, i) in configurationStores: { scope: configurationResources[i], name: name, properties: lockProperties }
]

resource eventHubsResources 'Microsoft.EventHub/namespaces@2026-01-01' existing = [
  for namespace in eventHubsNamespaces: { name: namespace }
]

resource eventHubsLocks 'Microsoft.Authorization/locks@2020-05-01' = [
  for (namespace, i) in eventHubsNamespaces: { scope: eventHubsResources[i], name: name, properties: lockProperties }
]

resource serviceBusResources 'Microsoft.ServiceBus/namespaces@2026-01-01' existing = [
  for namespace in serviceBusNamespaces: { name: namespace }
]

resource serviceBusLocks 'Microsoft.Authorization/locks@2020-05-01' = [
  for (namespace, i) in serviceBusNamespaces: { scope: serviceBusResources[i], name: name, properties: lockProperties }
]
