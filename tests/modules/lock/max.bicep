metadata name = 'lock: max'
metadata description = 'Every parameter.'

module thing '../../../templates/modules/governance/lock.bicep' = {
  params: {
    name: 'production'
    notes: 'Ask the owner of the service first.'
    workspaces: ['log-test']
    vaults: ['kv-test']
    storageAccounts: ['sttest']
    cosmosAccounts: ['cosmos-test']
    configurationStores: ['appcs-test']
    eventHubsNamespaces: ['evhns-test']
    serviceBusNamespaces: ['sbns-test']
  }
}
