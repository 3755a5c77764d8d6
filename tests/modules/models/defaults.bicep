metadata name = 'models: defaults'
metadata description = 'Only what is required.'

@description('Required. Principal id of a service.')
param principalId string

module thing '../../../templates/modules/access/models.bicep' = {
  params: {
    accountName: 'oai-test'
    identity: 'search'
    principalId: principalId
  }
}
