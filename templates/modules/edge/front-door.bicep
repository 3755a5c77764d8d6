metadata name = 'Front Door'
metadata description = 'Worldwide entry of the application: HTTPS, web application firewall, cache of static content.'

@export()
@description('Where a route leads.')
@sealed()
type frontDoorOrigin = {
  @description('Required. Name of the origin, its key in hostNames.')
  name: string

  @description('Optional. Private link to the origin. Default: the origin is reached over the Internet.')
  privateLink: frontDoorPrivateLink?
}

@export()
@description('Private link to an origin. Somebody must approve it at the origin once.')
@sealed()
type frontDoorPrivateLink = {
  @description('Required. Part of the origin the link leads to.')
  groupId: 'Gateway' | 'blob' | 'managedEnvironments' | 'sites' | 'web'

  @description('Required. Azure region of the link: that of the origin, or one nearby where Front Door has links.')
  location: string
}

@export()
@description('Requests of some paths and the origins that answer them.')
@sealed()
type frontDoorRoute = {
  @description('Required. Name of the route and of its origin group.')
  name: string

  @description('Required. Paths, such as /* or /api/*. The most exact one decides.')
  patterns: string[]

  @description('Required. The origins; each serves when those before it fail. All have a private link or none.')
  origins: frontDoorOrigin[]

  @description('Required. Path that answers 200 while an origin is healthy.')
  healthPath: string

  @description('Optional. Whether answers are cached and compressed. Default: they are not.')
  cached: bool?
}

@description('Required. Name of the profile, which exists.')
param profileName string

@description('Required. Name of the endpoint, the beginning of its host name.')
@minLength(2)
@maxLength(46)
param endpointName string

@description('Required. Name of the firewall policy, letters and digits only.')
@minLength(1)
@maxLength(128)
param firewallName string

@description('Required. The routes.')
@minLength(1)
param routes frontDoorRoute[]

@description('Required. Host names by origin.')
param hostNames {
  @description('Host name.')
  *: string
}

@description('Conditional. Resource ids by origin. Required for every origin with a private link.')
param originIds {
  @description('Resource id of the origin.')
  *: string
} = {}

@description('Optional. SKU of the profile. Only Premium has managed firewall rules and private links.')
param sku 'Standard_AzureFrontDoor' | 'Premium_AzureFrontDoor' = 'Premium_AzureFrontDoor'

@description('Optional. Custom domain, a CNAME of hostName; its certificate needs the TXT record _dnsauth.<domain>.')
param domain string?

@description('Optional. Prevention blocks what the firewall finds, Detection writes it to the log.')
param firewallMode 'Prevention' | 'Detection' = 'Prevention'

@description('Optional. Requests a minute from one address; further ones are blocked.')
@minValue(10)
param requestsPerMinute int = 1000

@description('Optional. JSON fields the managed rules leave alone: a question about SQL looks like an attack.')
param uncheckedFields string[] = []

@description('Optional. Tags of the endpoint and the firewall.')
param tags resourceInput<'Microsoft.Cdn/profiles/afdEndpoints@2025-12-01'>.tags = {}

var origins = [
  for (route, group) in routes: map(route.origins, (origin, i) => { group: group, priority: i + 1, origin: origin })
]

// Types that shrink; images and fonts already have.
var compressedTypes = [
  'application/javascript'
  'application/json'
  'application/manifest+json'
  'application/xml'
  'image/svg+xml'
  'text/css'
  'text/html'
  'text/javascript'
  'text/plain'
]

resource profile 'Microsoft.Cdn/profiles@2025-12-01' existing = {
  name: profileName
}

resource endpoint 'Microsoft.Cdn/profiles/afdEndpoints@2025-12-01' = {
  parent: profile
  name: endpointName
  location: 'global'
  tags: tags
  properties: {
    enabledState: 'Enabled'
  }
}

resource customDomain 'Microsoft.Cdn/profiles/customDomains@2025-12-01' = if (domain != null) {
  parent: profile
  name: replace(domain ?? 'none', '.', '-')
  properties: {
    hostName: domain!
    tlsSettings: {
      certificateType: 'ManagedCertificate'
      minimumTlsVersion: 'TLS12'
      cipherSuiteSetType: 'TLS12_2023'
    }
  }
}

resource originGroups 'Microsoft.Cdn/profiles/originGroups@2025-12-01' = [
  for route in routes: {
    parent: profile
    name: route.name
    properties: {
      sessionAffinityState: 'Disabled'
      loadBalancingSettings: {
        sampleSize: 4
        successfulSamplesRequired: 3
        additionalLatencyInMilliseconds: 50
      }
      healthProbeSettings: {
        probePath: route.healthPath
        probeProtocol: 'Https'
        probeRequestType: 'HEAD'
        probeIntervalInSeconds: 60
      }
    }
  }
]

resource groupOrigins 'Microsoft.Cdn/profiles/originGroups/origins@2025-12-01' = [
  for entry in flatten(origins): {
    parent: originGroups[entry.group]
    name: entry.origin.name
    properties: {
      hostName: hostNames[entry.origin.name]
      originHostHeader: hostNames[entry.origin.name]
      httpsPort: 443
      enforceCertificateNameCheck: true
      enabledState: 'Enabled'
      priority: entry.priority
      weight: 1000
      sharedPrivateLinkResource: entry.origin.?privateLink == null
        ? null
        : {
            groupId: entry.origin.privateLink!.groupId
            privateLinkLocation: entry.origin.privateLink!.location
            privateLink: {
              id: originIds[entry.origin.name]
            }
            requestMessage: profileName
          }
    }
  }
]

// The profile takes one route at a time, and only to a group that has origins.
@batchSize(1)
resource endpointRoutes 'Microsoft.Cdn/profiles/afdEndpoints/routes@2025-12-01' = [
  for (route, i) in routes: {
    parent: endpoint
    name: route.name
    properties: {
      originGroup: {
        id: originGroups[i].id
      }
      patternsToMatch: route.patterns
      supportedProtocols: ['Http', 'Https']
      httpsRedirect: 'Enabled'
      forwardingProtocol: 'HttpsOnly'
      linkToDefaultDomain: 'Enabled'
      customDomains: domain == null
        ? []
        : [
            { id: customDomain.id }
          ]
      enabledState: 'Enabled'
      cacheConfiguration: route.?cached ?? false
        ? {
            queryStringCachingBehavior: 'UseQueryString'
            compressionSettings: {
              isCompressionEnabled: true
              contentTypesToCompress: compressedTypes
            }
          }
        : null
    }
    dependsOn: [groupOrigins]
  }
]

resource firewall 'Microsoft.Network/FrontDoorWebApplicationFirewallPolicies@2025-11-01' = {
  name: firewallName
  location: 'global'
  tags: tags
  sku: { name: sku }
  properties: {
    policySettings: {
      enabledState: 'Enabled'
      mode: firewallMode
      requestBodyCheck: 'Enabled'
    }
    customRules: {
      rules: [
        {
          name: 'RequestsPerMinute'
          priority: 100
          ruleType: 'RateLimitRule'
          action: 'Block'
          enabledState: 'Enabled'
          rateLimitDurationInMinutes: 1
          rateLimitThreshold: requestsPerMinute
          groupBy: [
            { variableName: 'SocketAddr' }
          ]
          // Every request has a host, so this counts all of them.
          matchConditions: [
            {
              matchVariable: 'RequestHeader'
              selector: 'Host'
              operator: 'GreaterThanOrEqual'
              matchValue: ['0']
            }
          ]
        }
      ]
    }
    managedRules: {
      managedRuleSets: sku == 'Premium_AzureFrontDoor'
        ? [
            {
              ruleSetType: 'Microsoft_DefaultRuleSet'
              ruleSetVersion: '2.1'
              ruleSetAction: 'Block'
              exclusions: map(uncheckedFields, field => {
                matchVariable: 'RequestBodyJsonArgNames'
                selectorMatchOperator: 'Equals'
                selector: field
              })
            }
            {
              ruleSetType: 'Microsoft_BotManagerRuleSet'
              ruleSetVersion: '1.1'
              ruleSetAction: 'Block'
            }
          ]
        : []
    }
  }
}

resource profileFirewall 'Microsoft.Cdn/profiles/securityPolicies@2025-12-01' = {
  parent: profile
  name: 'firewall'
  properties: {
    parameters: {
      type: 'WebApplicationFirewall'
      wafPolicy: {
        id: firewall.id
      }
      associations: [
        {
          domains: domain == null
            ? [
                { id: endpoint.id }
              ]
            : [
                { id: endpoint.id }
                { id: customDomain.id }
              ]
          patternsToMatch: ['/*']
        }
      ]
    }
  }
}

@description('Resource id of the endpoint.')
output resourceId string = endpoint.id

@description('Name of the endpoint.')
output name string = endpoint.name

@description('Host name of the application.')
output hostName string = endpoint.properties.hostName

@description('Value of the TXT record _dnsauth.<domain>, which proves the custom domain is yours. Empty without one.')
output domainValidationToken string = customDomain.?properties.?validationProperties.?validationToken ?? ''
