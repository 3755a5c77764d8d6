metadata name = 'Alert rules'
metadata description = 'What to watch, as tables: metrics for metric-alerts.bicep, queries for query-alerts.bicep.'

import { modelDeployment } from '../shared/types.bicep'

@export()
@description('Alert on one metric of one resource.')
@sealed()
type metricAlert = {
  @description('Required. Name of the rule, after that of what it watches.')
  name: string

  @description('Required. What has happened, for whoever gets the alert.')
  description: string

  @description('Required. 0 is critical, 1 an error, 2 a warning, 3 a notice.')
  severity: 0 | 1 | 2 | 3

  @description('Required. Name of the metric.')
  metric: string

  @description('Required. How the values of the window become one.')
  aggregation: 'Average' | 'Count' | 'Maximum' | 'Minimum' | 'Total'

  @description('Optional. Value beyond which it is an alert. Default: Azure learns what is usual.')
  threshold: int?

  @description('Optional. Side of the threshold that is an alert. Default: above.')
  operator: ('GreaterThan' | 'GreaterOrLessThan' | 'LessThan')?

  @description('Optional. How small a deviation counts where Azure learns. Default: Medium.')
  sensitivity: ('Low' | 'Medium' | 'High')?

  @description('Optional. Values of dimensions that count; * watches each value on its own.')
  dimensions: {
    @description('Values of the dimension.')
    *: string[]
  }?

  @description('Required. How often to look: at least PT5M where Azure learns.')
  frequency: 'PT1M' | 'PT5M' | 'PT15M' | 'PT30M' | 'PT1H'

  @description('Required. What to look at: the time up to now.')
  window: 'PT1M' | 'PT5M' | 'PT15M' | 'PT30M' | 'PT1H' | 'PT6H' | 'PT12H' | 'P1D'
}

@export()
@description('Alert on a query over the logs, which returns a row for everything that is wrong.')
@sealed()
type queryAlert = {
  @description('Required. Name of the rule, after that of what it watches.')
  name: string

  @description('Required. What has happened, for whoever gets the alert.')
  description: string

  @description('Required. 0 is critical, 1 an error, 2 a warning, 3 a notice.')
  severity: 0 | 1 | 2 | 3

  @description('Required. The query. A row is an alert.')
  query: string

  @description('Required. How often to look.')
  frequency: 'PT5M' | 'PT15M' | 'PT30M' | 'PT1H'

  @description('Required. What to look at: the time up to now.')
  window: 'PT5M' | 'PT15M' | 'PT30M' | 'PT1H' | 'PT6H' | 'P1D' | 'P2D'
}

@export()
@description('Service levels that are promised.')
@sealed()
type serviceLevels = {
  @description('Required. Milliseconds in which 95 of 100 requests are answered.')
  @minValue(1)
  responseMilliseconds: int

  @description('Required. Share of availability tests that succeed, in percent, a decimal in a string such as 99.9.')
  availability: string

  @description('Required. Share of requests that may fail, in percent, a decimal in a string such as 0.1.')
  errorRate: string

  @description('Required. What tokens may cost in a month, in the currency of the prices the services are given.')
  @minValue(1)
  tokenSpend: int
}

@export()
@description('Application Insights: failures, slowness and traffic of all services.')
func applicationAlerts(failedRequests int) metricAlert[] => [
  {
    name: 'error-rate'
    description: 'More than ${failedRequests} requests failed within 5 minutes.'
    severity: 2
    metric: 'requests/failed'
    aggregation: 'Count'
    threshold: failedRequests
    frequency: 'PT1M'
    window: 'PT5M'
  }
  {
    name: 'performance-degradation'
    description: 'Requests take longer than they usually do.'
    severity: 3
    metric: 'requests/duration'
    aggregation: 'Average'
    frequency: 'PT5M'
    window: 'PT15M'
  }
  {
    name: 'error-spike'
    description: 'There are more exceptions than there usually are.'
    severity: 2
    metric: 'exceptions/count'
    aggregation: 'Count'
    frequency: 'PT5M'
    window: 'PT5M'
  }
  {
    name: 'unusual-traffic'
    description: 'There are far more or far fewer requests than there usually are.'
    severity: 3
    metric: 'requests/count'
    aggregation: 'Count'
    operator: 'GreaterOrLessThan'
    sensitivity: 'Low'
    frequency: 'PT15M'
    window: 'PT1H'
  }
]

@description('Quota of one deployment: tokens where they are counted, utilization where units are reserved.')
func quotaAlert(deployment modelDeployment, capacity int, utilization int) metricAlert => {
  name: 'quota-${deployment.name}'
  description: 'Deployment ${deployment.name} uses more than ${utilization} % of its capacity; soon it turns requests away.'
  severity: 2
  metric: contains(deployment.sku, 'Provisioned') ? 'AzureOpenAIProvisionedManagedUtilizationV2' : 'TokenTransaction'
  aggregation: contains(deployment.sku, 'Provisioned') ? 'Average' : 'Total'
  // Thousands of tokens a minute, for 5 minutes.
  threshold: contains(deployment.sku, 'Provisioned') ? utilization : capacity * 1000 * 5 * utilization / 100
  dimensions: {
    ModelDeploymentName: [deployment.name]
  }
  frequency: 'PT1M'
  window: 'PT5M'
}

@export()
@description('Azure OpenAI or Foundry account: quota of each deployment, refusals, latency and unusual use.')
func modelAlerts(deployments modelDeployment[], capacity int, utilization int, throttledRequests int) metricAlert[] => concat(
  [
    {
      name: 'quota-exceeded'
      description: 'More than ${throttledRequests} requests were turned away within 5 minutes: a quota is used up.'
      severity: 2
      metric: 'AzureOpenAIRequests'
      aggregation: 'Total'
      threshold: throttledRequests
      dimensions: {
        StatusCode: ['429']
      }
      frequency: 'PT1M'
      window: 'PT5M'
    }
    {
      name: 'model-latency'
      description: 'Answers take longer than they usually do.'
      severity: 3
      metric: 'AzureOpenAITTLTInMS'
      aggregation: 'Average'
      frequency: 'PT5M'
      window: 'PT15M'
    }
    {
      name: 'unusual-tokens'
      description: 'Far more or far fewer tokens are used than usually are.'
      severity: 3
      metric: 'TokenTransaction'
      aggregation: 'Total'
      operator: 'GreaterOrLessThan'
      sensitivity: 'Low'
      frequency: 'PT15M'
      window: 'PT1H'
    }
    {
      name: 'harmful-content'
      description: 'Content is blocked more often than it usually is.'
      severity: 3
      metric: 'RAIRejectedRequests'
      aggregation: 'Total'
      frequency: 'PT15M'
      window: 'PT1H'
    }
  ],
  map(deployments, deployment => quotaAlert(deployment, deployment.?capacity ?? capacity, utilization))
)

@export()
@description('Computer Vision, Document Intelligence or Content Safety account: errors and refusals.')
func aiServiceAlerts(serverErrors int, throttledRequests int) metricAlert[] => [
  {
    name: 'server-errors'
    description: 'The service failed more than ${serverErrors} times within 5 minutes.'
    severity: 2
    metric: 'ServerErrors'
    aggregation: 'Total'
    threshold: serverErrors
    frequency: 'PT1M'
    window: 'PT5M'
  }
  {
    name: 'quota-exceeded'
    description: 'More than ${throttledRequests} calls were turned away within 5 minutes: a quota is used up.'
    severity: 2
    metric: 'BlockedCalls'
    aggregation: 'Total'
    threshold: throttledRequests
    frequency: 'PT1M'
    window: 'PT5M'
  }
]

@export()
@description('AI Search: queries turned away.')
func searchAlerts(throttledQueries int) metricAlert[] => [
  {
    name: 'quota-approaching'
    description: 'More than ${throttledQueries} % of the queries are turned away: replicas are missing.'
    severity: 2
    metric: 'ThrottledSearchQueriesPercentage'
    aggregation: 'Average'
    threshold: throttledQueries
    frequency: 'PT5M'
    window: 'PT15M'
  }
]

@export()
@description('API Management in front of the models: callers turned away, errors, load.')
func modelGatewayAlerts(throttledRequests int, serverErrors int, utilization int) metricAlert[] => [
  {
    name: 'quota-exceeded'
    description: 'Callers were turned away more than ${throttledRequests} times within 5 minutes: their limit is used up, or all accounts are busy.'
    severity: 2
    metric: 'Requests'
    aggregation: 'Total'
    threshold: throttledRequests
    dimensions: {
      GatewayResponseCode: ['429']
    }
    frequency: 'PT1M'
    window: 'PT5M'
  }
  {
    name: 'server-errors'
    description: 'The gateway failed more than ${serverErrors} times within 5 minutes, or no account answered it.'
    severity: 2
    metric: 'Requests'
    aggregation: 'Total'
    threshold: serverErrors
    dimensions: {
      GatewayResponseCodeCategory: ['5xx']
    }
    frequency: 'PT1M'
    window: 'PT5M'
  }
  {
    name: 'quota-approaching'
    description: 'The gateway uses more than ${utilization} % of its processors: it needs another unit.'
    severity: 2
    metric: 'CpuPercent_Gateway'
    aggregation: 'Average'
    threshold: utilization
    frequency: 'PT5M'
    window: 'PT15M'
  }
]

@export()
@description('Online endpoint of Machine Learning: errors, latency and traffic.')
func onlineEndpointAlerts(serverErrors int) metricAlert[] => [
  {
    name: 'server-errors'
    description: 'The online endpoint failed more than ${serverErrors} times within 5 minutes, or nothing behind it answers.'
    severity: 2
    metric: 'RequestsPerMinute'
    aggregation: 'Average'
    // An average of the five minutes.
    threshold: serverErrors / 5
    dimensions: {
      statusCodeClass: ['5xx']
    }
    frequency: 'PT1M'
    window: 'PT5M'
  }
  {
    name: 'latency'
    description: 'The online endpoint answers more slowly than it usually does.'
    severity: 3
    metric: 'RequestLatency_P95'
    aggregation: 'Average'
    frequency: 'PT5M'
    window: 'PT15M'
  }
  {
    name: 'unusual-traffic'
    description: 'The online endpoint gets far more or far fewer requests than it usually does.'
    severity: 3
    metric: 'RequestsPerMinute'
    aggregation: 'Average'
    operator: 'GreaterOrLessThan'
    sensitivity: 'Low'
    frequency: 'PT15M'
    window: 'PT1H'
  }
]

@export()
@description('Event Hubs: events turned away.')
func eventHubsAlerts(throttledRequests int) metricAlert[] => [
  {
    name: 'quota-exceeded'
    description: 'More than ${throttledRequests} events were turned away within 5 minutes: throughput units are missing.'
    severity: 2
    metric: 'ThrottledRequests'
    aggregation: 'Total'
    threshold: throttledRequests
    frequency: 'PT1M'
    window: 'PT5M'
  }
]

@export()
@description('Service Bus: messages nobody could handle, and messages that wait.')
func serviceBusAlerts(backlog int) metricAlert[] => [
  {
    name: 'dead-letters'
    description: 'Messages could not be handled and lie in a dead-letter queue.'
    severity: 2
    metric: 'DeadletteredMessages'
    aggregation: 'Maximum'
    threshold: 0
    dimensions: {
      EntityName: ['*']
    }
    frequency: 'PT5M'
    window: 'PT5M'
  }
  {
    name: 'backlog'
    description: 'More than ${backlog} messages wait: they come faster than they are handled.'
    severity: 2
    metric: 'ActiveMessages'
    aggregation: 'Average'
    threshold: backlog
    dimensions: {
      EntityName: ['*']
    }
    frequency: 'PT5M'
    window: 'PT15M'
  }
]

@export()
@description('Work that events start: how long they wait, and what became a dead letter.')
func eventAlerts(eventAgeSeconds int) queryAlert[] => [
  {
    name: 'event-lag'
    description: 'Events wait for more than ${eventAgeSeconds} seconds: they come faster than they are taken.'
    severity: 2
    query: join(
      [
        'AppMetrics'
        '| where Name == "event_age_seconds"'
        '| summarize oldest = max(Max) by AppRoleName'
        '| where oldest > ${eventAgeSeconds}'
      ],
      '\n'
    )
    frequency: 'PT5M'
    window: 'PT15M'
  }
  {
    name: 'dead-letters-kept'
    description: 'Nobody could work on an event or a message; it lies in the container for dead letters.'
    severity: 2
    query: join(
      [
        'AppMetrics'
        '| where Name == "dead_letters"'
        '| summarize kept = sum(Sum) by AppRoleName'
        '| where kept > 0'
      ],
      '\n'
    )
    frequency: 'PT5M'
    window: 'PT15M'
  }
]

@export()
@description('Service levels, over what services and availability tests report.')
func serviceLevelAlerts(levels serviceLevels) queryAlert[] => [
  {
    name: 'level-response-time'
    description: '5 of 100 requests take longer than ${levels.responseMilliseconds} ms.'
    severity: 2
    query: join(
      [
        'AppRequests'
        '| summarize slowest = percentilew(DurationMs, ItemCount, 95), total = sum(ItemCount) by AppRoleName'
        '| where total >= 20 and slowest > ${levels.responseMilliseconds}'
      ],
      '\n'
    )
    frequency: 'PT5M'
    window: 'PT15M'
  }
  {
    name: 'level-error-rate'
    description: 'More than ${levels.errorRate} % of the requests fail.'
    severity: 2
    query: join(
      [
        'AppRequests'
        '| summarize failed = sumif(ItemCount, Success == false), total = sum(ItemCount) by AppRoleName'
        '| where failed * 100.0 / total > ${levels.errorRate} and total >= 100'
      ],
      '\n'
    )
    frequency: 'PT15M'
    window: 'PT1H'
  }
  {
    name: 'level-availability'
    description: 'Less than ${levels.availability} % of the availability tests of a day succeed.'
    severity: 1
    query: join(
      [
        'AppAvailabilityResults'
        '| summarize succeeded = countif(Success == true), total = count() by Name'
        '| where succeeded * 100.0 / total < ${levels.availability}'
      ],
      '\n'
    )
    frequency: 'PT1H'
    window: 'P1D'
  }
  {
    name: 'level-token-spend'
    description: 'Tokens of a day cost more than a thirtieth of ${levels.tokenSpend}, what they may cost in a month.'
    severity: 2
    query: join(
      [
        'AppMetrics'
        '| where Name == "openai_cost"'
        '| summarize spend = sum(Sum)'
        '| where spend > ${levels.tokenSpend} / 30.0'
      ],
      '\n'
    )
    frequency: 'PT1H'
    window: 'P1D'
  }
]
