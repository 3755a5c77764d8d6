metadata name = 'AI account'
metadata description = 'One Azure AI service, access by role only: Azure OpenAI, Computer Vision or Document Intelligence.'

import { logsAndMetrics } from '../shared/diagnostics.bicep'
import { accessGrant, grantProperties } from '../shared/roles.bicep'
import { modelDeployment } from '../shared/types.bicep'

@description('Required. Name of the account and of its endpoint. Globally unique; the endpoint cannot be renamed.')
@minLength(2)
@maxLength(64)
param name string

@description('Required. Azure region.')
param location string

@description('Required. Kind of the account; Document Intelligence is called FormRecognizer.')
param kind 'OpenAI' | 'ComputerVision' | 'FormRecognizer'

@description('Required. SKU; F0 or S1 for Computer Vision, F0 or S0 for Document Intelligence, S0 for Azure OpenAI.')
param sku string

@description('Required. Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Optional. Model deployments, kind OpenAI only.')
param deployments modelDeployment[] = []

@description('Optional. Capacity of each deployment that names none.')
@minValue(1)
param capacity int = 1

@description('Optional. Who may call the account.')
param access accessGrant[] = []

@description('Conditional. Principal ids by identity. Required for every identity in access.')
param principalIds {
  @description('Principal id.')
  *: string
} = {}

@description('Optional. Tags of the account.')
param tags resourceInput<'Microsoft.CognitiveServices/accounts@2026-07-01'>.tags = {}

resource account 'Microsoft.CognitiveServices/accounts@2026-07-01' = {
  name: name
  location: location
  tags: tags
  kind: kind
  sku: {
    name: sku
  }
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    // Entra tokens are accepted at an endpoint of its own only.
    customSubDomainName: name
    disableLocalAuth: true
  }
}

// The account takes one change at a time.
@batchSize(1)
resource models 'Microsoft.CognitiveServices/accounts/deployments@2026-07-01' = [
  for deployment in deployments: {
    parent: account
    name: deployment.name
    sku: {
      name: deployment.sku
      capacity: deployment.?capacity ?? capacity
    }
    properties: {
      model: {
        format: 'OpenAI'
        name: deployment.model
        version: deployment.version
      }
      versionUpgradeOption: deployment.versionUpgrade
      raiPolicyName: 'Microsoft.DefaultV2'
    }
  }
]

resource accountAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in access: {
    scope: account
    name: guid(account.id, grant.identity, grant.role)
    properties: grantProperties(principalIds[grant.identity], grant.role)
  }
]

#disable-next-line use-recent-api-versions // no stable version has category groups
resource accountDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: account
  name: 'workspace'
  properties: logsAndMetrics(workspaceId)
}

@description('Resource id of the account.')
output resourceId string = account.id

@description('Name of the account.')
output name string = account.name

@description('Address of the account.')
output endpoint string = account.properties.endpoint
