metadata name = 'Traffic Manager'
metadata description = 'Name that leads to the first healthy region. Only DNS: each region serves the custom domain.'

import { logsAndMetrics } from '../shared/diagnostics.bicep'

@description('Required. Name of the profile.')
@minLength(1)
@maxLength(63)
param name string

@description('Required. First label of the DNS name. Globally unique.')
@minLength(1)
@maxLength(63)
param relativeName string

@description('Required. Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Required. Names of the endpoints, the first one serving while it is healthy.')
@minLength(1)
param endpoints string[]

@description('Required. Host names by endpoint.')
param targets {
  @description('Host name.')
  *: string
}

@description('Optional. Domain of the application, which probes ask for. Default: the host name of each endpoint.')
param domain string = ''

@description('Optional. Seconds clients may keep an answer.')
@minValue(0)
@maxValue(2147483647)
param ttl int = 30

@description('Optional. Path that answers 200 while a region is healthy.')
param healthPath string = '/health'

@description('Optional. Seconds between two probes.')
param probeInterval 10 | 30 = 30

@description('Optional. Seconds a probe waits for its answer; at most 9 when probing every 10 seconds.')
@minValue(5)
@maxValue(10)
param probeTimeout int = 10

@description('Optional. Probes in a row that may fail before an endpoint is left out.')
@minValue(0)
@maxValue(9)
param toleratedFailures int = 3

@description('Optional. Tags of the profile.')
param tags resourceInput<'Microsoft.Network/trafficManagerProfiles@2022-04-01'>.tags = {}

resource manager 'Microsoft.Network/trafficManagerProfiles@2022-04-01' = {
  name: name
  location: 'global'
  tags: tags
  properties: {
    trafficRoutingMethod: 'Priority'
    dnsConfig: {
      relativeName: relativeName
      ttl: ttl
    }
    monitorConfig: {
      protocol: 'HTTPS'
      port: 443
      path: healthPath
      intervalInSeconds: probeInterval
      timeoutInSeconds: probeTimeout
      toleratedNumberOfFailures: toleratedFailures
      customHeaders: empty(domain) ? [] : [{ name: 'Host', value: domain }]
    }
    endpoints: [
      for (endpoint, i) in endpoints: {
        name: endpoint
        type: 'Microsoft.Network/trafficManagerProfiles/externalEndpoints'
        properties: {
          target: targets[endpoint]
          priority: i + 1
          endpointStatus: 'Enabled'
        }
      }
    ]
  }
}

#disable-next-line use-recent-api-versions // no stable version has category groups
resource managerDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: manager
  name: 'workspace'
  properties: logsAndMetrics(workspaceId)
}

@description('Resource id of the profile.')
output resourceId string = manager.id

@description('Name of the profile.')
output name string = manager.name

@description('Host name of the profile, value of the CNAME record of the custom domain.')
output hostName string = manager.properties.dnsConfig.fqdn
