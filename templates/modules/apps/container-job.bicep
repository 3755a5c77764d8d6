metadata name = 'Container Apps job'
metadata description = 'Work that starts by the clock, by messages or by hand. The image comes from azd deploy.'

import { metricsOnly } from '../shared/diagnostics.bicep'
import { applicationSettings, resourceTags, serviceIdentity } from '../shared/types.bicep'

@description('What makes a job start.')
@sealed()
type jobScaler = {
  @description('Required. Kind of the scaler, such as azure-servicebus.')
  type: string

  @description('Required. What it looks at, all values as strings.')
  metadata: {
    @description('Value of the entry.')
    *: string
  }

  @description('Required. Runs at the same time under full load.')
  @minValue(1)
  maxRuns: int
}

@description('Required. Name of the job.')
@minLength(2)
@maxLength(32)
param name string

@description('Required. Azure region of the job, that of its environment.')
param location string

@description('Required. Name of the service in azure.yaml, by which azd finds the job.')
param service string

@description('Required. Resource id of the Container Apps environment.')
param environmentId string

@description('Required. Host name of the registry the image is pulled from.')
param registryServer string

@description('Required. Identity of the service; it pulls the image, asks the scaler and calls other services.')
param identity serviceIdentity

@description('Required. Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Optional. Image the job runs already. Default: a placeholder that ends at once.')
param image string = 'mcr.microsoft.com/k8se/quickstart-jobs:latest'

@description('Optional. vCPU of a run, a decimal in a string such as 0.5.')
param cpu string = '0.5'

@description('Optional. Memory of a run, twice the vCPU: 1.0Gi for 0.5.')
param memory string = '1.0Gi'

@description('Optional. Minutes after which a run is stopped.')
@minValue(1)
param timeoutMinutes int = 30

@description('Optional. How often a run that failed is tried again.')
@minValue(0)
param retries int = 1

@description('Optional. When the job starts, as a cron expression in UTC.')
param schedule string?

@description('Optional. What makes the job start, if it has no schedule. Default: started by hand.')
param scaler jobScaler?

@description('Optional. Environment variables besides those every service gets.')
param settings applicationSettings = {}

@description('Optional. Tags of the job.')
param tags resourceTags = {}

var variables = union(settings, {
  AZURE_CLIENT_ID: identity.clientId
  AZURE_TENANT_ID: tenant().tenantId
  SERVICE_NAME: service
})

resource job 'Microsoft.App/jobs@2026-01-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': service })
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identity.resourceId}': {} } }
  properties: {
    workloadProfileName: 'Consumption'
    environmentId: environmentId
    configuration: {
      triggerType: schedule != null ? 'Schedule' : scaler != null ? 'Event' : 'Manual'
      replicaTimeout: timeoutMinutes * 60
      replicaRetryLimit: retries
      scheduleTriggerConfig: schedule == null ? null : { cronExpression: schedule! }
      eventTriggerConfig: schedule != null || scaler == null
        ? null
        : {
            scale: {
              maxExecutions: scaler!.maxRuns
              rules: [
                {
                  name: 'work'
                  type: scaler!.type
                  metadata: scaler!.metadata
                  identity: identity.resourceId
                }
              ]
            }
          }
      manualTriggerConfig: schedule != null || scaler != null ? null : { parallelism: 1, replicaCompletionCount: 1 }
      registries: [
        { server: registryServer, identity: identity.resourceId }
      ]
    }
    template: {
      containers: [
        {
          name: service
          image: image
          env: map(items(variables), variable => { name: variable.key, value: variable.value })
          resources: {
            cpu: json(cpu)
            memory: memory
          }
        }
      ]
    }
  }
}

#disable-next-line use-recent-api-versions // no stable version has category groups
resource jobDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: job
  name: 'workspace'
  properties: metricsOnly(workspaceId)
}

@description('Resource id of the job.')
output resourceId string = job.id

@description('Name of the job.')
output name string = job.name
