metadata name = 'container-certificate: defaults'
metadata description = 'Only what is required.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of an identity.')
param identityId string

@description('Required. Address of a certificate.')
param certificateUri string

module thing '../../../templates/modules/apps/container-certificate.bicep' = {
  params: {
    name: 'api'
    location: location
    environmentName: 'cae-test'
    identityId: identityId
    certificateUri: certificateUri
  }
}
