metadata name = 'container-certificate: max'
metadata description = 'Every parameter.'

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
    tags: {
      costCenter: 'test'
    }
  }
}
