metadata name = 'App Service plan'
metadata description = 'Linux machines that web apps run on; more of them under load.'

import { metricsOnly } from '../shared/diagnostics.bicep'

@export()
@description('SKU of the plan. Slots and scaling start with S1, zones with P0v3.')
type planSku =
  | 'B1'
  | 'B2'
  | 'B3'
  | 'S1'
  | 'S2'
  | 'S3'
  | 'P0v3'
  | 'P1v3'
  | 'P2v3'
  | 'P3v3'
  | 'P1mv3'
  | 'P2mv3'
  | 'P3mv3'
  | 'P0v4'
  | 'P1v4'
  | 'P2v4'
  | 'P3v4'
  | 'P1mv4'
  | 'P2mv4'
  | 'P3mv4'

@description('Required. Name of the plan.')
@minLength(1)
@maxLength(60)
param name string

@description('Required. Azure region of the plan.')
param location string

@description('Required. Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Optional. SKU.')
param sku planSku = 'P0v3'

@description('Optional. Machines that always run; at least two if zoneRedundant.')
@minValue(1)
@maxValue(30)
param instances int = 1

@description('Optional. Machines under full load. Default: as many as always run.')
@minValue(1)
@maxValue(30)
param maxInstances int = instances

@description('Optional. CPU utilization in percent, over five minutes, that adds a machine. Below 30 one goes.')
@minValue(40)
@maxValue(95)
param cpuUtilization int = 70

@description('Optional. Whether the machines lie in several zones.')
param zoneRedundant bool = false

@description('Optional. Tags of the plan.')
param tags resourceInput<'Microsoft.Web/serverfarms@2025-03-01'>.tags = {}

var minimum = zoneRedundant ? max(instances, 2) : instances
var maximum = max(minimum, maxInstances)

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: name
  location: location
  tags: tags
  kind: 'linux'
  sku: { name: sku, capacity: minimum }
  properties: {
    reserved: true
    zoneRedundant: zoneRedundant
  }
}

var cpu = {
  metricName: 'CpuPercentage'
  metricResourceUri: plan.id
  statistic: 'Average'
  timeAggregation: 'Average'
  timeGrain: 'PT1M'
}

resource planScale 'Microsoft.Insights/autoscalesettings@2022-10-01' = if (maximum > minimum) {
  name: name
  location: location
  tags: tags
  properties: {
    enabled: true
    targetResourceUri: plan.id
    profiles: [
      {
        name: 'load'
        capacity: {
          default: string(minimum)
          minimum: string(minimum)
          maximum: string(maximum)
        }
        rules: [
          {
            metricTrigger: {
              ...cpu
              timeWindow: 'PT5M'
              operator: 'GreaterThan'
              threshold: cpuUtilization
            }
            scaleAction: {
              type: 'ChangeCount'
              direction: 'Increase'
              value: '1'
              cooldown: 'PT5M'
            }
          }
          {
            metricTrigger: {
              ...cpu
              timeWindow: 'PT10M'
              operator: 'LessThan'
              threshold: 30
            }
            scaleAction: {
              type: 'ChangeCount'
              direction: 'Decrease'
              value: '1'
              cooldown: 'PT10M'
            }
          }
        ]
      }
    ]
  }
}

#disable-next-line use-recent-api-versions // no stable version has category groups
resource planDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: plan
  name: 'workspace'
  properties: metricsOnly(workspaceId)
}

@description('Resource id of the plan.')
output resourceId string = plan.id

@description('Name of the plan.')
output name string = plan.name
