metadata name = 'Virtual network'
metadata description = 'Private network of the environment: a subnet for each purpose, each with its security group.'

import { logsAndMetrics, metricsOnly } from '../shared/diagnostics.bicep'

@export()
@description('What a subnet is for. It decides who may enter and which service the subnet is delegated to.')
type subnetPurpose =
  | 'agents'
  | 'apiManagement'
  | 'appService'
  | 'applicationGateway'
  | 'containerApps'
  | 'flexFunctions'
  | 'privateEndpoints'

@export()
@description('One subnet and its network security group.')
@sealed()
type networkSubnet = {
  @description('Required. Name of the subnet, its key in the ids this module gives back.')
  name: string

  @description('Required. Name of the network security group.')
  securityGroupName: string

  @description('Required. Address range, a part of the range of the network.')
  prefix: string

  @description('Required. What the subnet is for.')
  purpose: subnetPurpose

  @description('Optional. Whether it reaches the Internet, through the NAT gateway. Default: it does not.')
  egress: bool?
}

@export()
@description('NAT gateway and its one address, from which everything leaves the network.')
@sealed()
type networkNatGateway = {
  @description('Required. Name of the NAT gateway.')
  name: string

  @description('Required. Name of its public IP address.')
  addressName: string

  @description('Optional. Availability zone of the gateway, fixed once it exists. Default: Azure picks one.')
  zone: ('1' | '2' | '3')?
}

@description('Traffic that may enter a subnet.')
func allowInbound(
  name string,
  priority int,
  protocol 'Tcp' | '*',
  source string,
  ports string[]
) resourceInput<'Microsoft.Network/networkSecurityGroups@2025-09-01'>.properties.securityRules[*] => {
  name: name
  properties: {
    direction: 'Inbound'
    access: 'Allow'
    priority: priority
    protocol: protocol
    sourceAddressPrefix: source
    sourcePortRange: '*'
    destinationAddressPrefix: '*'
    destinationPortRanges: ports
  }
}

@description('Traffic that leaves a subnet.')
func outbound(
  name string,
  priority int,
  access 'Allow' | 'Deny',
  protocol 'Tcp' | '*',
  destination string,
  ports string[]
) resourceInput<'Microsoft.Network/networkSecurityGroups@2025-09-01'>.properties.securityRules[*] => {
  name: name
  properties: {
    direction: 'Outbound'
    access: access
    priority: priority
    protocol: protocol
    sourceAddressPrefix: '*'
    sourcePortRange: '*'
    destinationAddressPrefix: destination
    destinationPortRanges: ports
  }
}

@description('Required. Name of the network.')
@minLength(2)
@maxLength(64)
param name string

@description('Required. Azure region of the network.')
param location string

@description('Required. Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Required. Address range of the network.')
param addressPrefix string

@description('Required. The subnets. One with a delegation serves one resource only.')
@minLength(1)
param subnets networkSubnet[]

@description('Conditional. Way to the Internet. Required when a subnet has egress.')
param natGateway networkNatGateway?

@description('Optional. Whether the public address is in all zones, in a region that has them. Fixed once it exists.')
param zoneRedundant bool = false

@description('Optional. Tags of the network and of what belongs to it.')
param tags resourceInput<'Microsoft.Network/virtualNetworks@2025-09-01'>.tags = {}

var delegations = {
  agents: ['Microsoft.App/environments']
  apiManagement: ['Microsoft.Web/serverFarms']
  appService: ['Microsoft.Web/serverFarms']
  applicationGateway: []
  containerApps: ['Microsoft.App/environments']
  flexFunctions: ['Microsoft.App/environments']
  privateEndpoints: []
}

// HTTPS, AMQP of Event Hubs and Service Bus, Managed Redis and the nodes of its cluster.
var endpointPorts = ['443', '5671-5672', '8500-8599', '10000']

// Requests from the Internet to a container app do not pass through its subnet, those from the network do: to the
// proxy of the environment, behind its load balancer on port 31443.
var rules = [
  for subnet in subnets: {
    agents: [allowInbound('allow-subnet', 300, '*', subnet.prefix, ['0-65535'])]
    // The service keeps its configuration there.
    apiManagement: [
      outbound('allow-storage', 200, 'Allow', 'Tcp', 'Storage', ['443'])
      outbound('allow-key-vault', 210, 'Allow', 'Tcp', 'AzureKeyVault', ['443'])
    ]
    appService: []
    // Azure refuses a gateway whose management ports are closed. Port 80 only redirects to 443.
    applicationGateway: [
      allowInbound('allow-web', 200, 'Tcp', 'Internet', ['80', '443'])
      allowInbound('allow-gateway-manager', 210, 'Tcp', 'GatewayManager', ['65200-65535'])
    ]
    containerApps: [
      allowInbound('allow-https', 200, 'Tcp', 'VirtualNetwork', ['443', '31443'])
      allowInbound('allow-subnet', 300, '*', subnet.prefix, ['0-65535'])
    ]
    flexFunctions: [allowInbound('allow-subnet', 300, '*', subnet.prefix, ['0-65535'])]
    privateEndpoints: [
      allowInbound('allow-services', 200, 'Tcp', 'VirtualNetwork', endpointPorts)
      outbound('deny-outbound', 4096, 'Deny', '*', '*', ['0-65535'])
    ]
  }[subnet.purpose]
]

resource groups 'Microsoft.Network/networkSecurityGroups@2025-09-01' = [
  for (subnet, i) in subnets: {
    name: subnet.securityGroupName
    location: location
    tags: tags
    properties: {
      securityRules: [
        ...rules[i]
        // Probes of the platform.
        allowInbound('allow-load-balancer', 4000, '*', 'AzureLoadBalancer', ['0-65535'])
        {
          name: 'deny-inbound'
          properties: {
            direction: 'Inbound'
            access: 'Deny'
            priority: 4096
            protocol: '*'
            sourceAddressPrefix: '*'
            sourcePortRange: '*'
            destinationAddressPrefix: '*'
            destinationPortRange: '*'
          }
        }
        // Who gets into one machine does not get to the next.
        outbound('deny-remote-access', 100, 'Deny', 'Tcp', '*', ['22', '3389'])
      ]
    }
  }
]

#disable-next-line use-recent-api-versions // no stable version has category groups
resource groupDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = [
  for (subnet, i) in subnets: {
    scope: groups[i]
    name: 'workspace'
    // A security group has no metrics.
    properties: {
      workspaceId: workspaceId
      logs: [
        { categoryGroup: 'allLogs', enabled: true }
      ]
    }
  }
]

resource address 'Microsoft.Network/publicIPAddresses@2025-09-01' = if (natGateway != null) {
  name: natGateway.?addressName ?? 'unused'
  location: location
  tags: tags
  sku: { name: 'Standard' }
  zones: zoneRedundant ? ['1', '2', '3'] : []
  properties: {
    publicIPAllocationMethod: 'Static'
  }
}

#disable-next-line use-recent-api-versions // no stable version has category groups
resource addressDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (natGateway != null) {
  scope: address
  name: 'workspace'
  properties: logsAndMetrics(workspaceId)
}

resource gateway 'Microsoft.Network/natGateways@2025-09-01' = if (natGateway != null) {
  name: natGateway.?name ?? 'unused'
  location: location
  tags: tags
  sku: { name: 'Standard' }
  zones: natGateway.?zone == null ? [] : [natGateway!.zone!]
  properties: {
    idleTimeoutInMinutes: 10
    publicIpAddresses: [
      { id: address.id }
    ]
  }
}

#disable-next-line use-recent-api-versions // no stable version has category groups
resource gatewayDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (natGateway != null) {
  scope: gateway
  name: 'workspace'
  properties: metricsOnly(workspaceId)
}

resource network 'Microsoft.Network/virtualNetworks@2025-09-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [addressPrefix]
    }
    // As resources of their own they would vanish with each deployment of the network.
    subnets: [
      for (subnet, i) in subnets: {
        name: subnet.name
        properties: {
          addressPrefix: subnet.prefix
          defaultOutboundAccess: false
          networkSecurityGroup: {
            id: groups[i].id
          }
          natGateway: natGateway != null && (subnet.?egress ?? false) ? { id: gateway.id } : null
          delegations: map(delegations[subnet.purpose], service => {
            name: 'delegation'
            properties: {
              serviceName: service
            }
          })
          // Security rules hold for private endpoints, too.
          privateEndpointNetworkPolicies: 'Enabled'
        }
      }
    ]
  }
}

#disable-next-line use-recent-api-versions // no stable version has category groups
resource networkDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: network
  name: 'workspace'
  properties: logsAndMetrics(workspaceId)
}

@description('Resource id of the network.')
output resourceId string = network.id

@description('Name of the network.')
output name string = network.name

@description('Resource ids of the subnets by name.')
output subnetIds {
  @description('Resource id of the subnet.')
  *: string
} = toObject(subnets, subnet => subnet.name, subnet => '${network.id}/subnets/${subnet.name}')
