metadata name = 'virtual-network: defaults'
metadata description = 'Only what is required.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

module thing '../../../templates/modules/network/virtual-network.bicep' = {
  params: {
    name: 'vnet-test'
    location: location
    workspaceId: workspaceId
    addressPrefix: '10.0.0.0/16'
    subnets: [
      {
        name: 'ai-services'
        securityGroupName: 'nsg-ai-services'
        prefix: '10.0.1.0/24'
        purpose: 'privateEndpoints'
      }
    ]
  }
}
