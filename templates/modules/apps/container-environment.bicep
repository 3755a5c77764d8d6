metadata name = 'Container Apps environment'
metadata description = 'Where the container apps run; they talk to each other over mutual TLS.'

import { logsAndMetrics } from '../shared/diagnostics.bicep'

@description('Required. Name of the environment.')
@minLength(2)
@maxLength(60)
param name string

@description('Required. Azure region.')
param location string

@description('Required. Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Optional. Tags of the environment.')
param tags resourceInput<'Microsoft.App/managedEnvironments@2026-01-01'>.tags = {}

resource environment 'Microsoft.App/managedEnvironments@2026-01-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    // Logs take the way of the diagnostic setting, which needs no workspace key.
    appLogsConfiguration: {
      destination: 'azure-monitor'
    }
    peerAuthentication: {
      mtls: {
        enabled: true
      }
    }
    peerTrafficConfiguration: {
      encryption: {
        enabled: true
      }
    }
    workloadProfiles: [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
    ]
  }
}

#disable-next-line use-recent-api-versions // no stable version has category groups
resource environmentDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: environment
  name: 'workspace'
  properties: logsAndMetrics(workspaceId)
}

@description('Resource id of the environment.')
output resourceId string = environment.id

@description('Name of the environment.')
output name string = environment.name

@description('Domain of the apps that are reachable from outside.')
output defaultDomain string = environment.properties.defaultDomain

@description('Domain of the apps that only other apps of the environment reach.')
output internalDomain string = 'internal.${environment.properties.defaultDomain}'
