metadata name = 'foundry-agents: defaults'
metadata description = 'Only what is required.'

module thing '../../../templates/modules/ai/foundry-agents.bicep' = {
  params: {
    name: 'agents'
    accountName: 'aif-test'
    projectName: 'proj-test'
    connections: {
      storage: 'storage'
      search: 'search'
      cosmos: 'cosmos'
    }
  }
}
