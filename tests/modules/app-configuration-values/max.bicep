metadata name = 'app-configuration-values: max'
metadata description = 'Every parameter.'

@description('Required. Address of a secret.')
param secretUri string

module thing '../../../templates/modules/data/app-configuration-values.bicep' = {
  params: {
    name: 'appcs-test'
    values: [
      { key: 'chat:maxTokens', value: '4000' }
      { key: 'chat:limits', value: '{"requests":10}', label: 'prod', contentType: 'application/json' }
    ]
    references: [
      { key: 'chat:partnerKey', secretUri: secretUri, label: 'prod' }
    ]
  }
}
