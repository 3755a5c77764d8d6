metadata name = 'foundry-project-access: defaults'
metadata description = 'Only what is required.'

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
  }
}
