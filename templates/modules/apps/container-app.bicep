metadata name = 'Container app'
metadata description = 'One service: ingress, scale, health probes and identity. The image comes from azd deploy.'

import { placeholderImage, trafficWeight } from 'container-images.bicep'
import { metricsOnly } from '../shared/diagnostics.bicep'
import { applicationSettings, resourceTags, serviceIdentity, serviceSize } from '../shared/types.bicep'

@export()
@description('Custom domain of an app. Its TXT record asuid.<domain> must exist before the app gets it.')
@sealed()
type containerAppDomain = {
  @description('Required. Host name, such as api.contoso.com.')
  name: string

  @description('Required. Resource id of the certificate, which lies in the environment of the app.')
  certificateId: string
}

@description('Required. Name of the app and of its host.')
@minLength(2)
@maxLength(32)
param name string

@description('Required. Azure region of the app, that of its environment.')
param location string

@description('Required. Name of the service in azure.yaml, by which azd finds the app.')
param service string

@description('Required. Image the app runs already, else the placeholder.')
param image string

@description('Required. Resource id of the Container Apps environment.')
param environmentId string

@description('Required. Host name of the registry the image is pulled from.')
param registryServer string

@description('Required. Identity of the service; it pulls the image and calls other services.')
param identity serviceIdentity

@description('Required. Size and scale.')
param size serviceSize

@description('Required. Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Optional. Whether the app is reachable from outside its environment, or the network if that is internal.')
param external bool = false

@description('Optional. Custom domain, besides the host name every app has. Only for apps reachable from outside.')
param domain containerAppDomain?

@description('Optional. Principal ids that may call the service. Not used when external.')
param callers string[] = []

@description('Optional. Environment variables besides those every service gets.')
param settings applicationSettings = {}

@description('Optional. Port the container listens on.')
@minValue(1)
@maxValue(65535)
param port int = 8080

@description('Optional. Path that answers 200 while the service is healthy.')
param healthPath string = '/health'

@description('Optional. Where requests go. Only with several revisions; default: to the latest that is ready.')
param traffic trafficWeight[] = []

@description('Optional. Tags of the app.')
param tags resourceTags = {}

// Only parameters go into the lists below: Container Apps refuses a list that still waits for another resource.
var variables = union(
  { SERVICE_NAME: service },
  settings,
  {
    AZURE_CLIENT_ID: identity.clientId
    AZURE_TENANT_ID: tenant().tenantId
    PORT: string(port)
  },
  external ? {} : { ALLOWED_CALLERS: join(callers, ',') }
)

var health = {
  path: healthPath
  port: port
  scheme: 'HTTP'
}

var requestRule = {
  name: 'requests'
  http: {
    metadata: {
      concurrentRequests: string(size.concurrentRequests)
    }
  }
}

var cpuRule = {
  name: 'cpu'
  custom: {
    type: 'cpu'
    metadata: {
      type: 'Utilization'
      value: string(size.cpuUtilization)
    }
  }
}

resource app 'Microsoft.App/containerApps@2026-01-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': service })
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identity.resourceId}': {} } }
  properties: {
    environmentId: environmentId
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: size.revisionMode
      ingress: {
        external: external
        targetPort: port
        transport: 'auto'
        allowInsecure: false
        customDomains: domain == null
          ? null
          : [
              {
                name: domain!.name
                certificateId: domain!.certificateId
                bindingType: 'SniEnabled'
              }
            ]
        // A revision made here gets no requests while another has them by name.
        traffic: size.revisionMode == 'Single' || empty(traffic)
          ? [
              {
                latestRevision: true
                weight: 100
              }
            ]
          : traffic
      }
      registries: [
        {
          server: registryServer
          identity: identity.resourceId
        }
      ]
    }
    template: {
      containers: [
        {
          name: service
          image: image
          resources: {
            cpu: json(size.cpu)
            memory: size.memory
          }
          env: map(items(variables), variable => { name: variable.key, value: variable.value })
          // The placeholder has no health path; without probes the platform checks the port.
          probes: image == placeholderImage
            ? []
            : [
                {
                  type: 'Startup'
                  httpGet: health
                  periodSeconds: 6
                  timeoutSeconds: 3
                  failureThreshold: 10
                }
                {
                  type: 'Liveness'
                  httpGet: health
                  periodSeconds: 10
                  timeoutSeconds: 3
                  failureThreshold: 3
                }
                {
                  type: 'Readiness'
                  httpGet: health
                  periodSeconds: 5
                  timeoutSeconds: 3
                  failureThreshold: 3
                }
              ]
        }
      ]
      scale: {
        minReplicas: size.minReplicas
        maxReplicas: size.maxReplicas
        // A CPU rule keeps one replica running, so it is left out where the app may scale to zero.
        rules: size.minReplicas == 0 ? [requestRule] : [requestRule, cpuRule]
      }
    }
  }
}

#disable-next-line use-recent-api-versions // no stable version has category groups
resource appDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: app
  name: 'workspace'
  properties: metricsOnly(workspaceId)
}

@description('Resource id of the app.')
output resourceId string = app.id

@description('Name of the app.')
output name string = app.name

@description('Host name of the app, that in the domain of its environment.')
output hostName string = app.properties.configuration.ingress.fqdn

@description('Address of the app.')
output url string = 'https://${app.properties.configuration.ingress.fqdn}'
