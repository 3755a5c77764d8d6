metadata name = 'Traffic of an online endpoint'
metadata description = 'Share of the requests of each deployment, so that provisioning keeps what was rolled out.'

@description('Required. Name of the Machine Learning workspace.')
param machineLearning string

@description('Required. Name of the endpoint.')
param name string

@description('Optional. Whether the endpoint exists.')
param exists bool = false

resource workspace 'Microsoft.MachineLearningServices/workspaces@2026-05-01' existing = {
  name: machineLearning
}

resource endpoint 'Microsoft.MachineLearningServices/workspaces/onlineEndpoints@2026-05-01' existing = if (exists) {
  parent: workspace
  name: name
}

@description('Percent of the requests by deployment.')
output traffic {
  @description('Percent of the requests.')
  *: int
} = endpoint.?properties.?traffic ?? {}
