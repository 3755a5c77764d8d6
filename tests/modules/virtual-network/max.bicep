metadata name = 'virtual-network: max'
metadata description = 'Every parameter.'

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
        egress: false
      }
      {
        name: 'app-services'
        securityGroupName: 'nsg-app-services'
        prefix: '10.0.2.0/24'
        purpose: 'containerApps'
        egress: true
      }
      {
        name: 'edge'
        securityGroupName: 'nsg-edge'
        prefix: '10.0.3.0/24'
        purpose: 'applicationGateway'
      }
      {
        name: 'functions'
        securityGroupName: 'nsg-functions'
        prefix: '10.0.4.0/24'
        purpose: 'flexFunctions'
        egress: true
      }
      {
        name: 'web'
        securityGroupName: 'nsg-web'
        prefix: '10.0.5.0/24'
        purpose: 'appService'
        egress: true
      }
      {
        name: 'models'
        securityGroupName: 'nsg-models'
        prefix: '10.0.6.0/24'
        purpose: 'apiManagement'
        egress: true
      }
      {
        name: 'agents'
        securityGroupName: 'nsg-agents'
        prefix: '10.0.7.0/24'
        purpose: 'agents'
        egress: true
      }
    ]
    natGateway: {
      name: 'ng-test'
      addressName: 'pip-test'
      zone: '1'
    }
    zoneRedundant: true
    tags: {
      costCenter: 'test'
    }
  }
}
