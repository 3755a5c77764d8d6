metadata name = 'Certificate of a Container Apps environment'
metadata description = 'Certificate of a custom domain, read from a key vault and renewed with the one there.'

@description('Required. Name of the certificate.')
param name string

@description('Required. Azure region, that of the environment.')
param location string

@description('Required. Name of the Container Apps environment.')
param environmentName string

@description('Required. Resource id of the identity of the environment, a Key Vault Secrets User of the vault.')
param identityId string

@description('Required. Address of the secret of the certificate in the vault, without a version: so it is renewed.')
param certificateUri string

@description('Optional. Tags of the certificate.')
param tags resourceInput<'Microsoft.App/managedEnvironments/certificates@2026-01-01'>.tags = {}

resource environment 'Microsoft.App/managedEnvironments@2026-01-01' existing = {
  name: environmentName
}

resource certificate 'Microsoft.App/managedEnvironments/certificates@2026-01-01' = {
  parent: environment
  name: name
  location: location
  tags: tags
  properties: {
    certificateKeyVaultProperties: {
      identity: identityId
      keyVaultUrl: certificateUri
    }
  }
}

@description('Resource id of the certificate.')
output resourceId string = certificate.id

@description('Name of the certificate.')
output name string = certificate.name
