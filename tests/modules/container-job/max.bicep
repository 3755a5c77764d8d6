metadata name = 'container-job: max'
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

module thing '../../../templates/modules/apps/container-job.bicep' = {
  params: {
    name: 'caj-test'
    location: location
    service: 'test'
    environmentId: environmentId
    registryServer: registryServer
    identity: {
      service: 'test'
      resourceId: identityId
      clientId: clientId
      principalId: principalId
    }
    workspaceId: workspaceId
    image: '${registryServer}/test:1'
    cpu: '1.0'
    memory: '2.0Gi'
    timeoutMinutes: 60
    retries: 3
    schedule: '0 3 * * *'
    scaler: {
      type: 'azure-servicebus'
      metadata: {
        namespace: 'sbns-test'
        queueName: 'documents'
        messageCount: '5'
      }
      maxRuns: 10
    }
    settings: {
      GREETING: 'it\'s "${location}"'
    }
    tags: {
      costCenter: 'test'
    }
  }
}
