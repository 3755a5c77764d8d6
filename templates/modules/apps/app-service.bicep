metadata name = 'App Service'
metadata description = 'Web app that people sign in to with Microsoft Entra ID, and a slot to try the next version in.'

import { logsAndMetrics } from '../shared/diagnostics.bicep'
import { applicationSettings, resourceTags, serviceIdentity } from '../shared/types.bicep'

@description('Required. Name of the app and of its host. Globally unique.')
@minLength(2)
@maxLength(40)
param name string

@description('Required. Azure region of the web app.')
param location string

@description('Required. Name of the service in azure.yaml, by which azd finds the app.')
param service string

@description('Required. Resource id of the App Service plan, of Linux; the slot takes one from S1 on.')
param planId string

@description('Required. Identity of the service; it calls other services and stands in for a secret at sign-in.')
param identity serviceIdentity

@description('Required. Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Optional. Client id of the app registration for sign-in. Default: none, and everybody is turned away.')
param authClientId string?

@description('Optional. Language and version.')
param runtime string = 'NODE|22-lts'

@description('Optional. Command that starts the app. Default: that of the language.')
param startCommand string = ''

@description('Optional. Settings of the app besides those every service gets.')
param settings applicationSettings = {}

@description('Optional. Header in which a proxy before the app says which host was asked for. Default: no proxy.')
param hostHeader ('X-Forwarded-Host' | 'X-Original-Host')?

@description('Optional. Path that answers 200 while the service is healthy, to anybody.')
param healthPath string = '/health'

@description('Optional. Name of the slot that takes new versions first. Default: none.')
param slot string?

@description('Optional. Resource id of the subnet calls go out through, delegated to Microsoft.Web/serverFarms.')
param subnetId string?

@description('Optional. Whether the app is reachable from outside the network.')
param publicAccess bool = false

@description('Optional. Whether azd deploy works from outside the network; it takes an Entra token all the same.')
param publicDeployment bool = publicAccess

@description('Optional. Tags of the app.')
param tags resourceTags = {}

// Sign-in without a secret: the identity vouches for the app registration.
var assertionSetting = 'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID'

var variables = union(settings, {
  '${assertionSetting}': identity.clientId
  AZURE_CLIENT_ID: identity.clientId
  AZURE_TENANT_ID: tenant().tenantId
  SERVICE_NAME: service
  WEBSITE_AUTH_AAD_ALLOWED_TENANTS: tenant().tenantId
})

var reachable = publicAccess || publicDeployment ? 'Enabled' : 'Disabled'

// The app and its slot are alike.
var appIdentity = {
  type: 'UserAssigned'
  userAssignedIdentities: { '${identity.resourceId}': {} }
}

var appProperties = {
  serverFarmId: planId
  httpsOnly: true
  clientAffinityEnabled: false
  keyVaultReferenceIdentity: identity.resourceId
  // The rules of siteConfig tell apart the app and its deployment endpoint; private endpoints pass them by.
  publicNetworkAccess: reachable
  virtualNetworkSubnetId: subnetId
  outboundVnetRouting: {
    allTraffic: subnetId != null
  }
  siteConfig: {
    publicNetworkAccess: reachable
    linuxFxVersion: runtime
    appCommandLine: startCommand
    appSettings: map(items(variables), variable => { name: variable.key, value: variable.value })
    alwaysOn: true
    healthCheckPath: healthPath
    http20Enabled: true
    minTlsVersion: '1.2'
    scmMinTlsVersion: '1.2'
    ftpsState: 'Disabled'
    remoteDebuggingEnabled: false
    httpLoggingEnabled: true
    detailedErrorLoggingEnabled: true
    requestTracingEnabled: true
    logsDirectorySizeLimit: 35
    ipSecurityRestrictionsDefaultAction: publicAccess ? 'Allow' : 'Deny'
    scmIpSecurityRestrictionsUseMain: false
    scmIpSecurityRestrictionsDefaultAction: publicDeployment ? 'Allow' : 'Deny'
  }
}

var authentication = {
  platform: {
    enabled: true
    runtimeVersion: '~1'
  }
  globalValidation: {
    requireAuthentication: true
    unauthenticatedClientAction: authClientId == null ? 'Return401' : 'RedirectToLoginPage'
    redirectToProvider: authClientId == null ? null : 'azureactivedirectory'
    excludedPaths: [healthPath]
  }
  httpSettings: {
    requireHttps: true
    // People come back from the sign-in to the host they know.
    forwardProxy: hostHeader == null
      ? { convention: 'NoProxy' }
      : hostHeader == 'X-Forwarded-Host'
          ? { convention: 'Standard' }
          : { convention: 'Custom', customHostHeaderName: hostHeader! }
  }
  identityProviders: authClientId == null
    ? {}
    : {
        azureActiveDirectory: {
          enabled: true
          registration: {
            clientId: authClientId!
            clientSecretSettingName: assertionSetting
            openIdIssuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
          }
          validation: {
            allowedAudiences: ['api://${authClientId!}']
          }
        }
      }
  login: {
    tokenStore: {
      enabled: true
    }
  }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': service })
  kind: 'app,linux'
  identity: appIdentity
  properties: appProperties

  resource stickySettings 'config' = {
    name: 'slotConfigNames'
    properties: {
      appSettingNames: [assertionSetting]
    }
  }

  resource ftpCredentials 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource deploymentCredentials 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }

  resource signIn 'config' = {
    name: 'authsettingsV2'
    properties: authentication
    dependsOn: [
      stickySettings
    ]
  }
}

resource stage 'Microsoft.Web/sites/slots@2025-03-01' = if (slot != null) {
  parent: app
  name: slot!
  location: location
  // azd finds the slot by its app.
  tags: tags
  kind: 'app,linux'
  identity: appIdentity
  properties: appProperties
  // The app takes one change at a time.
  dependsOn: [
    app::signIn
  ]

  resource ftpCredentials 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource deploymentCredentials 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }

  resource signIn 'config' = {
    name: 'authsettingsV2'
    properties: authentication
  }
}

#disable-next-line use-recent-api-versions // no stable version has category groups
resource appDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: app
  name: 'workspace'
  properties: logsAndMetrics(workspaceId)
}

#disable-next-line use-recent-api-versions // no stable version has category groups
resource stageDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (slot != null) {
  scope: stage
  name: 'workspace'
  properties: logsAndMetrics(workspaceId)
}

@description('Resource id of the app.')
output resourceId string = app.id

@description('Name of the app.')
output name string = app.name

@description('Host of the app.')
output host string = app.properties.defaultHostName

@description('Address of the app.')
output url string = 'https://${app.properties.defaultHostName}'

@description('Host of the slot; empty without one.')
output slotHost string = stage.?properties.defaultHostName ?? ''
