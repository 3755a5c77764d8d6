metadata name = 'container-app: defaults'
metadata description = 'Only what is required.'

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

module thing '../../../templates/modules/apps/container-app.bicep' = {
  params: {
    name: 'ca-test'
    location: location
    service: 'test'
    image: 'mcr.microsoft.com/azuredocs/containerapps-helloworld:latest'
    environmentId: environmentId
    registryServer: registryServer
    identity: {
      service: 'test'
      resourceId: identityId
      clientId: clientId
      principalId: principalId
    }
    size: {
      cpu: '0.5'
      memory: '1.0Gi'
      minReplicas: 0
      maxReplicas: 3
      concurrentRequests: 20
      cpuUtilization: 70
      revisionMode: 'Single'
    }
    workspaceId: workspaceId
  }
}
