targetScope = 'subscription'

metadata name = 'defender: max'
metadata description = 'Every parameter.'

module thing '../../../templates/modules/security/defender.bicep' = {
  params: {
    plans: ['AI', 'AppServices', 'Arm', 'CloudPosture', 'Containers', 'CosmosDbs', 'KeyVaults', 'StorageAccounts']
    contactEmails: ['security@contoso.com']
  }
}
