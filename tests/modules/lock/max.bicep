metadata name = 'lock: max'
metadata description = 'Every parameter.'

module thing '../../../templates/modules/governance/lock.bicep' = {
  params: {
    name: 'production'
    notes: 'Ask the owner of the service first.'
  }
}
