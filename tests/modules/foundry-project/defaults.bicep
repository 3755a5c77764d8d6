metadata name = 'foundry-project: defaults'
metadata description = 'Only what is required.'

@description('Required. Azure region.')
param location string

module thing '../../../templates/modules/ai/foundry-project.bicep' = {
  params: {
    name: 'proj-test'
    location: location
    accountName: 'aif-test'
  }
}
