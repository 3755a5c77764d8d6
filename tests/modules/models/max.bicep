metadata name = 'models: max'
metadata description = 'Every parameter.'

@description('Required. Principal id of a service.')
param principalId string

module thing '../../../templates/modules/access/models.bicep' = {
  params: {
    accountName: 'oai-test'
    identity: 'search'
    principalId: principalId
  }
}
