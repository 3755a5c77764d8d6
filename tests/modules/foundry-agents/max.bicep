metadata name = 'foundry-agents: max'
metadata description = 'Every parameter.'

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
    networkInjected: true
  }
}
