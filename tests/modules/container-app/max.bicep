metadata name = 'container-app: max'
metadata description = 'Every parameter.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

@description('Required. Resource id of a Container Apps environment.')
param environmentId string

@description('Required. Host name of a registry.')
param registryServer string

@description('Required. Resource id of an identity.')
param identityId string

@description('Required. Client id of the identity.')
param clientId string

@description('Required. Principal id of the identity.')
param principalId string

@description('Required. Resource id of a certificate.')
param certificateId string

module thing '../../../templates/modules/apps/container-app.bicep' = {
  params: {
    name: 'ca-test'
    location: location
    service: 'test'
    image: '${registryServer}/test:1'
    environmentId: environmentId
    registryServer: registryServer
    identity: {
      service: 'test'
      resourceId: identityId
      clientId: clientId
      principalId: principalId
    }
    size: {
      cpu: '2.0'
      memory: '4.0Gi'
      minReplicas: 2
      maxReplicas: 50
      concurrentRequests: 20
      cpuUtilization: 70
      revisionMode: 'Multiple'
    }
    workspaceId: workspaceId
    external: true
    domain: {
      name: 'api.contoso.com'
      certificateId: certificateId
    }
    callers: [
      principalId
    ]
    settings: {
      GREETING: 'it\'s "${location}"'
    }
    port: 3000
    healthPath: '/healthz'
    traffic: [
      { revisionName: 'test--1', weight: 90 }
      { latestRevision: true, weight: 10 }
    ]
    tags: {
      costCenter: 'test'
    }
  }
}
