metadata name = 'foundry-project-access: max'
metadata description = 'Every parameter.'

@description('Required. Principal id of a service.')
param principalId string

module thing '../../../templates/modules/access/foundry-project.bicep' = {
  params: {
    project: 'proj-test'
    principalId: principalId
    accountName: 'aif-test'
    storageName: 'sttest'
    searchName: 'srch-test'
    cosmosName: 'cosmos-test'
    insightsName: 'appi-test'
  }
}
