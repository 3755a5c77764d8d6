metadata name = 'Foundry agent service'
metadata description = 'Where the agents of a project keep threads, files and vectors: resources of your own.'

@description('Names of the connections of the project.')
@sealed()
type agentConnections = {
  @description('Required. Connection to the storage account: files.')
  storage: string

  @description('Required. Connection to the search service: vectors.')
  search: string

  @description('Required. Connection to the Cosmos DB account: threads.')
  cosmos: string
}

@description('Required. Name of the host. It cannot change what it uses: another name makes another host.')
@minLength(1)
@maxLength(255)
param name string

@description('Required. Name of the Foundry account.')
param accountName string

@description('Required. Name of the project.')
param projectName string

@description('Required. What the host uses. The project needs its roles, and the network, before the host is made.')
param connections agentConnections

@description('Optional. Whether the account runs agents in a subnet; then it has made the host of the account itself.')
param networkInjected bool = false

resource account 'Microsoft.CognitiveServices/accounts@2026-07-01' existing = {
  name: accountName
}

resource project 'Microsoft.CognitiveServices/accounts/projects@2026-07-01' existing = {
  parent: account
  name: projectName
}

resource accountHost 'Microsoft.CognitiveServices/accounts/capabilityHosts@2026-07-01' = if (!networkInjected) {
  parent: account
  name: name
  properties: {
    capabilityHostKind: 'Agents'
  }
}

resource projectHost 'Microsoft.CognitiveServices/accounts/projects/capabilityHosts@2026-07-01' = {
  parent: project
  name: name
  properties: {
    storageConnections: [connections.storage]
    vectorStoreConnections: [connections.search]
    threadStorageConnections: [connections.cosmos]
  }
  dependsOn: [
    // The project relies on the host of its account.
    accountHost
  ]
}

@description('Resource id of the host of the project.')
output resourceId string = projectHost.id

@description('Name of the host of the project.')
output name string = projectHost.name
