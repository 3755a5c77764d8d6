metadata name = 'API Management'
metadata description = 'Gateway to Azure OpenAI accounts: spreads the load, limits tokens and requests, needs no keys.'

import { logsAndMetrics } from '../shared/diagnostics.bicep'
import { serviceIdentity } from '../shared/types.bicep'

@export()
@description('One Azure OpenAI account behind the gateway.')
@sealed()
type gatewayModelAccount = {
  @description('Required. Name of the account, its key in endpoints.')
  name: string

  @description('Optional. Accounts of the next number serve when those of this one are out of order. Default: 1.')
  @minValue(0)
  @maxValue(100)
  priority: int?

  @description('Optional. Share of the requests among accounts of the same priority. Default: 1.')
  @minValue(0)
  @maxValue(100)
  weight: int?
}

@description('Required. Name of the service and of its host. Globally unique.')
@minLength(1)
@maxLength(50)
param name string

@description('Required. Azure region of the service.')
param location string

@description('Required. Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Required. Who runs the service.')
@minLength(1)
@maxLength(100)
param publisherName string

@description('Required. Mail address of who runs the service.')
@minLength(3)
@maxLength(100)
param publisherEmail string

@description('Required. Identity that may call the accounts and publish metrics to Application Insights already.')
param identity serviceIdentity

@description('Required. The accounts.')
@minLength(1)
@maxLength(30)
param accounts gatewayModelAccount[]

@description('Required. Addresses by account, with a slash at the end.')
param endpoints {
  @description('Address of the account.')
  *: string
}

@description('Required. Principal ids that may call the gateway.')
@minLength(1)
param callers string[]

@description('Required. Connection string of Application Insights.')
param insightsConnectionString string

@description('Optional. SKU. BasicV2 has no way into a private network, PremiumV2 is not in every region.')
param sku 'BasicV2' | 'StandardV2' | 'PremiumV2' = 'BasicV2'

@description('Optional. Units; BasicV2 and StandardV2 have at most ten.')
@minValue(1)
@maxValue(30)
param capacity int = 1

@description('Optional. Resource id of the subnet through which it reaches private accounts; not for BasicV2.')
param subnetId string?

@description('Optional. Whether the gateway is reachable from the Internet. BasicV2 always is.')
param publicAccess bool = false

@description('Optional. Whether its private endpoint exists; until then Azure refuses to close the public way.')
param exists bool = false

@description('Optional. Tokens a minute of one caller.')
@minValue(1)
param tokensPerMinute int = 10000

@description('Optional. Requests a minute of one caller.')
@minValue(1)
param requestsPerMinute int = 300

@description('Optional. Web pages whose scripts may call the gateway, such as https://www.contoso.com.')
param allowedOrigins string[] = []

@description('Optional. Whether prompts and answers are written to the log as well. They may be personal data.')
param logMessages bool = false

@description('Optional. Tags of the service.')
param tags resourceInput<'Microsoft.ApiManagement/service@2024-05-01'>.tags = {}

// An account that throttles or fails three times within a minute rests for a minute, or as long as it asks for.
var circuitBreaker = {
  rules: [
    {
      name: 'failures'
      failureCondition: {
        count: 3
        interval: 'PT1M'
        statusCodeRanges: [
          { min: 429, max: 429 }
          { min: 500, max: 599 }
        ]
      }
      tripDuration: 'PT1M'
      acceptRetryAfter: true
    }
  ]
}

var poolName = 'accounts'

var corsTemplate = '''
<cors allow-credentials="false">
      <allowed-origins>__ORIGINS__</allowed-origins>
      <allowed-methods>
        <method>GET</method>
        <method>POST</method>
      </allowed-methods>
      <allowed-headers>
        <header>authorization</header>
        <header>content-type</header>
      </allowed-headers>
    </cors>'''

// Callers ask for the same token as for an account itself, so only the address in their settings changes.
var policyTemplate = '''
<policies>
  <inbound>
    <base />
    __CORS__
    <validate-azure-ad-token tenant-id="__TENANT__" failed-validation-httpcode="401" output-token-variable-name="token">
      <audiences>
        <audience>https://cognitiveservices.azure.com</audience>
        <audience>https://cognitiveservices.azure.com/</audience>
      </audiences>
      <required-claims>
        <claim name="oid" match="any">__CALLERS__</claim>
      </required-claims>
    </validate-azure-ad-token>
    <set-variable name="caller" value="@(((Jwt)context.Variables["token"]).Claims.GetValueOrDefault("oid", "none"))" />
    <rate-limit-by-key calls="__REQUESTS__" renewal-period="60" counter-key="@((string)context.Variables["caller"])" />
    <llm-token-limit counter-key="@((string)context.Variables["caller"])" tokens-per-minute="__TOKENS__"
      estimate-prompt-tokens="false" remaining-tokens-header-name="x-ratelimit-remaining-tokens" />
    <llm-emit-token-metric namespace="ai-gateway">
      <dimension name="API ID" />
      <dimension name="Caller" value="@((string)context.Variables["caller"])" />
    </llm-emit-token-metric>
    <authentication-managed-identity resource="https://cognitiveservices.azure.com" client-id="__CLIENT__" />
    <set-backend-service backend-id="__POOL__" />
  </inbound>
  <backend>
    <retry condition="@(context.Response.StatusCode == 429 || context.Response.StatusCode >= 500)"
      count="2" interval="1" first-fast-retry="true">
      <forward-request timeout="240" buffer-request-body="true" buffer-response="false" />
    </retry>
  </backend>
  <outbound>
    <base />
  </outbound>
  <on-error>
    <base />
  </on-error>
</policies>
'''

var policyValues = {
  CALLERS: join(map(callers, caller => '<value>${caller}</value>'), '')
  CLIENT: identity.clientId
  CORS: empty(allowedOrigins)
    ? ''
    : replace(corsTemplate, '__ORIGINS__', join(map(allowedOrigins, origin => '<origin>${origin}</origin>'), ''))
  POOL: poolName
  REQUESTS: string(requestsPerMinute)
  TENANT: tenant().tenantId
  TOKENS: string(tokensPerMinute)
}

var loggedMessages = logMessages ? { messages: 'all', maxSizeInBytes: 262144 } : null

resource service 'Microsoft.ApiManagement/service@2024-05-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: sku, capacity: capacity }
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identity.resourceId}': {} } }
  properties: {
    publisherName: publisherName
    publisherEmail: publisherEmail
    publicNetworkAccess: publicAccess || !exists || sku == 'BasicV2' ? 'Enabled' : 'Disabled'
    virtualNetworkType: subnetId == null ? 'None' : 'External'
    virtualNetworkConfiguration: subnetId == null ? null : { subnetResourceId: subnetId! }
    developerPortalStatus: 'Disabled'
    apiVersionConstraint: {
      minApiVersion: '2021-08-01'
    }
  }
}

#disable-next-line use-recent-api-versions // no stable version has category groups
resource serviceDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: service
  name: 'workspace'
  properties: {
    ...logsAndMetrics(workspaceId)
    // The log of the models is a table of its own.
    logAnalyticsDestinationType: 'Dedicated'
  }
}

@batchSize(1)
resource backends 'Microsoft.ApiManagement/service/backends@2024-05-01' = [
  for account in accounts: {
    parent: service
    name: account.name
    properties: {
      protocol: 'http'
      url: '${endpoints[account.name]}openai'
      circuitBreaker: circuitBreaker
    }
  }
]

resource pool 'Microsoft.ApiManagement/service/backends@2024-05-01' = {
  parent: service
  name: poolName
  properties: {
    type: 'Pool'
    pool: {
      services: [
        for (account, i) in accounts: {
          id: backends[i].id
          priority: account.?priority ?? 1
          weight: account.?weight ?? 1
        }
      ]
    }
  }
}

resource api 'Microsoft.ApiManagement/service/apis@2024-05-01' = {
  parent: service
  name: 'openai'
  properties: {
    displayName: 'Azure OpenAI'
    description: 'The models of this environment, for its own services.'
    path: 'openai'
    protocols: ['https']
    // Callers show a token of Microsoft Entra, see the policy.
    subscriptionRequired: false
  }
}

@batchSize(1)
resource operations 'Microsoft.ApiManagement/service/apis/operations@2024-05-01' = [
  for method in ['GET', 'POST']: {
    parent: api
    name: toLower(method)
    properties: {
      displayName: method
      method: method
      urlTemplate: '/*'
    }
  }
]

resource policy 'Microsoft.ApiManagement/service/apis/policies@2024-05-01' = {
  parent: api
  name: 'policy'
  properties: {
    format: 'rawxml'
    value: reduce(items(policyValues), policyTemplate, (text, entry) => replace(text, '__${entry.key}__', entry.value))
  }
  // It names the pool.
  dependsOn: [pool]
}

resource insights 'Microsoft.ApiManagement/service/loggers@2024-05-01' = {
  parent: service
  name: 'applicationinsights'
  properties: {
    loggerType: 'applicationInsights'
    credentials: {
      connectionString: insightsConnectionString
      identityClientId: identity.clientId
    }
  }
}

resource monitor 'Microsoft.ApiManagement/service/loggers@2024-05-01' = {
  parent: service
  name: 'azuremonitor'
  properties: {
    loggerType: 'azureMonitor'
    isBuffered: false
  }
}

resource apiInsights 'Microsoft.ApiManagement/service/apis/diagnostics@2024-05-01' = {
  parent: api
  name: 'applicationinsights'
  properties: {
    loggerId: insights.id
    alwaysLog: 'allErrors'
    httpCorrelationProtocol: 'W3C'
    logClientIp: false
    // Without it the policy that counts tokens measures nothing.
    metrics: true
    verbosity: 'information'
    sampling: {
      samplingType: 'fixed'
      percentage: 100
    }
  }
}

resource apiModels 'Microsoft.ApiManagement/service/apis/diagnostics@2025-09-01-preview' = {
  parent: api
  name: 'azuremonitor'
  properties: {
    loggerId: monitor.id
    alwaysLog: 'allErrors'
    logClientIp: false
    verbosity: 'information'
    sampling: {
      samplingType: 'fixed'
      percentage: 100
    }
    largeLanguageModel: {
      logs: 'enabled'
      requests: loggedMessages
      responses: loggedMessages
    }
  }
}

@description('Resource id of the service.')
output resourceId string = service.id

@description('Name of the service.')
output name string = service.name

@description('Address that callers use like that of an account, with a slash at the end.')
output endpoint string = '${service.properties.gatewayUrl}/'
