metadata name = 'lock: defaults'
metadata description = 'Only what is required.'

module thing '../../../templates/modules/governance/lock.bicep' = {
  params: {
    name: 'production'
  }
}
