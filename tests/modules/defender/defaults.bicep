targetScope = 'subscription'

metadata name = 'defender: defaults'
metadata description = 'Only what is required.'

module thing '../../../templates/modules/security/defender.bicep' = {
  params: {
    plans: ['AI']
  }
}
