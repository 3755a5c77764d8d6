metadata name = 'Application Gateway'
metadata description = 'Entry of the application in one region: HTTPS with your certificate, web application firewall.'

import { logsAndMetrics } from '../shared/diagnostics.bicep'

@export()
@description('Service behind the gateway.')
@sealed()
type gatewayBackend = {
  @description('Required. Name of the service, its key in hostNames.')
  name: string

  @description('Conditional. Paths it answers, such as /api/*. Required for all but the first, which answers the rest.')
  paths: string[]?

  @description('Required. Path that answers 200 to 399 while it is healthy.')
  healthPath: string
}

@description('Required. Name of the gateway.')
@minLength(1)
@maxLength(80)
param name string

@description('Required. Azure region of the gateway.')
param location string

@description('Required. Name of the public IP address.')
@minLength(1)
@maxLength(80)
param addressName string

@description('Required. Name of the firewall policy, letters and digits only.')
@minLength(1)
@maxLength(80)
param firewallName string

@description('Required. Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Required. Resource id of the subnet, which is for the gateway alone.')
param subnetId string

@description('Required. Domains of the application. Each must point to the address of the gateway.')
@minLength(1)
@maxLength(5)
param domains string[]

@description('Required. Address of the certificate in the key vault, without a version so that renewals arrive.')
param certificateUri string

@description('Required. Resource id of the identity that may read the certificate already: Key Vault Secrets User.')
param identityId string

@description('Required. The backends.')
@minLength(1)
param backends gatewayBackend[]

@description('Required. Host names by backend.')
param hostNames {
  @description('Host name.')
  *: string
}

@description('Optional. JSON fields the managed rules leave alone: a question about SQL looks like an attack.')
param uncheckedFields string[] = []

@description('Optional. Prevention blocks what the firewall finds, Detection writes it to the log.')
param firewallMode 'Prevention' | 'Detection' = 'Prevention'

@description('Optional. Instances that always run.')
@minValue(0)
@maxValue(100)
param minCapacity int = 2

@description('Optional. Instances under full load.')
@minValue(2)
@maxValue(125)
param maxCapacity int = 10

@description('Optional. Requests a minute from one address; further ones are blocked.')
@minValue(10)
param requestsPerMinute int = 1000

@description('Optional. Whether gateway and address are in all zones of the region. Fixed once they exist.')
param zoneRedundant bool = false

@description('Optional. Tags of the gateway and of what belongs to it.')
param tags resourceInput<'Microsoft.Network/applicationGateways@2025-09-01'>.tags = {}

// The parts of the gateway name each other by id.
var gatewayId = resourceId('Microsoft.Network/applicationGateways', name)

var zones = zoneRedundant ? ['1', '2', '3'] : []

var byPath = length(backends) > 1

resource address 'Microsoft.Network/publicIPAddresses@2025-09-01' = {
  name: addressName
  location: location
  tags: tags
  sku: { name: 'Standard' }
  zones: zones
  properties: {
    publicIPAllocationMethod: 'Static'
  }
}

#disable-next-line use-recent-api-versions // no stable version has category groups
resource addressDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: address
  name: 'workspace'
  properties: logsAndMetrics(workspaceId)
}

resource firewall 'Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies@2025-09-01' = {
  name: firewallName
  location: location
  tags: tags
  properties: {
    policySettings: {
      state: 'Enabled'
      mode: firewallMode
      requestBodyCheck: true
      requestBodyInspectLimitInKB: 128
      // An image may be larger than any limit that can be set here; the services have their own.
      requestBodyEnforcement: false
    }
    customRules: [
      {
        name: 'RequestsPerMinute'
        priority: 100
        ruleType: 'RateLimitRule'
        action: 'Block'
        state: 'Enabled'
        rateLimitDuration: 'OneMin'
        rateLimitThreshold: requestsPerMinute
        groupByUserSession: [
          {
            groupByVariables: [
              { variableName: 'ClientAddr' }
            ]
          }
        ]
        matchConditions: [
          {
            matchVariables: [
              { variableName: 'RequestUri' }
            ]
            operator: 'BeginsWith'
            matchValues: ['/']
          }
        ]
      }
    ]
    managedRules: {
      managedRuleSets: [
        { ruleSetType: 'Microsoft_DefaultRuleSet', ruleSetVersion: '2.1' }
        { ruleSetType: 'Microsoft_BotManagerRuleSet', ruleSetVersion: '1.1' }
      ]
      exclusions: map(uncheckedFields, field => {
        matchVariable: 'RequestArgNames'
        selectorMatchOperator: 'Equals'
        selector: field
        exclusionManagedRuleSets: [
          { ruleSetType: 'Microsoft_DefaultRuleSet', ruleSetVersion: '2.1' }
        ]
      })
    }
  }
}

resource gateway 'Microsoft.Network/applicationGateways@2025-09-01' = {
  name: name
  location: location
  tags: tags
  zones: zones
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    sku: { name: 'WAF_v2', tier: 'WAF_v2' }
    autoscaleConfiguration: {
      minCapacity: minCapacity
      maxCapacity: maxCapacity
    }
    enableHttp2: true
    firewallPolicy: {
      id: firewall.id
    }
    sslPolicy: {
      policyType: 'Predefined'
      policyName: 'AppGwSslPolicy20220101S'
    }
    globalConfiguration: {
      enableRequestBuffering: true
      // Answers of a model arrive word by word.
      enableResponseBuffering: false
    }
    gatewayIPConfigurations: [
      {
        name: 'subnet'
        properties: {
          subnet: {
            id: subnetId
          }
        }
      }
    ]
    frontendIPConfigurations: [
      {
        name: 'public'
        properties: {
          publicIPAddress: {
            id: address.id
          }
        }
      }
    ]
    frontendPorts: [
      { name: 'http', properties: { port: 80 } }
      { name: 'https', properties: { port: 443 } }
    ]
    sslCertificates: [
      {
        name: 'certificate'
        properties: {
          keyVaultSecretId: certificateUri
        }
      }
    ]
    backendAddressPools: [
      for backend in backends: {
        name: backend.name
        properties: {
          backendAddresses: [
            { fqdn: hostNames[backend.name] }
          ]
        }
      }
    ]
    probes: [
      for backend in backends: {
        name: backend.name
        properties: {
          protocol: 'Https'
          path: backend.healthPath
          pickHostNameFromBackendHttpSettings: true
          interval: 30
          timeout: 10
          unhealthyThreshold: 3
          match: {
            statusCodes: ['200-399']
          }
        }
      }
    ]
    backendHttpSettingsCollection: [
      for backend in backends: {
        name: backend.name
        properties: {
          protocol: 'Https'
          port: 443
          pickHostNameFromBackendAddress: true
          cookieBasedAffinity: 'Disabled'
          // A model may think for a while before the first word.
          requestTimeout: 240
          probe: {
            id: '${gatewayId}/probes/${backend.name}'
          }
        }
      }
    ]
    httpListeners: [
      {
        name: 'http'
        properties: {
          protocol: 'Http'
          hostNames: domains
          frontendIPConfiguration: {
            id: '${gatewayId}/frontendIPConfigurations/public'
          }
          frontendPort: {
            id: '${gatewayId}/frontendPorts/http'
          }
        }
      }
      {
        name: 'https'
        properties: {
          protocol: 'Https'
          hostNames: domains
          // There is one certificate, so probes that name no server (Traffic Manager's may not) get it as well.
          requireServerNameIndication: false
          frontendIPConfiguration: {
            id: '${gatewayId}/frontendIPConfigurations/public'
          }
          frontendPort: {
            id: '${gatewayId}/frontendPorts/https'
          }
          sslCertificate: {
            id: '${gatewayId}/sslCertificates/certificate'
          }
        }
      }
    ]
    redirectConfigurations: [
      {
        name: 'https'
        properties: {
          redirectType: 'Permanent'
          includePath: true
          includeQueryString: true
          targetListener: {
            id: '${gatewayId}/httpListeners/https'
          }
        }
      }
    ]
    urlPathMaps: byPath
      ? [
          {
            name: 'paths'
            properties: {
              defaultBackendAddressPool: {
                id: '${gatewayId}/backendAddressPools/${backends[0].name}'
              }
              defaultBackendHttpSettings: {
                id: '${gatewayId}/backendHttpSettingsCollection/${backends[0].name}'
              }
              pathRules: map(skip(backends, 1), backend => {
                name: backend.name
                properties: {
                  paths: backend.?paths ?? []
                  backendAddressPool: {
                    id: '${gatewayId}/backendAddressPools/${backend.name}'
                  }
                  backendHttpSettings: {
                    id: '${gatewayId}/backendHttpSettingsCollection/${backend.name}'
                  }
                }
              })
            }
          }
        ]
      : []
    requestRoutingRules: [
      {
        name: 'https'
        properties: {
          ruleType: byPath ? 'PathBasedRouting' : 'Basic'
          priority: 100
          httpListener: {
            id: '${gatewayId}/httpListeners/https'
          }
          urlPathMap: byPath ? { id: '${gatewayId}/urlPathMaps/paths' } : null
          backendAddressPool: byPath ? null : { id: '${gatewayId}/backendAddressPools/${backends[0].name}' }
          backendHttpSettings: byPath ? null : { id: '${gatewayId}/backendHttpSettingsCollection/${backends[0].name}' }
        }
      }
      {
        name: 'http'
        properties: {
          ruleType: 'Basic'
          priority: 200
          httpListener: {
            id: '${gatewayId}/httpListeners/http'
          }
          redirectConfiguration: {
            id: '${gatewayId}/redirectConfigurations/https'
          }
        }
      }
    ]
  }
}

#disable-next-line use-recent-api-versions // no stable version has category groups
resource gatewayDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: gateway
  name: 'workspace'
  properties: logsAndMetrics(workspaceId)
}

@description('Resource id of the gateway.')
output resourceId string = gateway.id

@description('Name of the gateway.')
output name string = gateway.name

@description('Public address, to which the domains must point.')
output ipAddress string = address.properties.ipAddress
