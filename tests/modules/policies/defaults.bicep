metadata name = 'policies: defaults'
metadata description = 'Only what is required.'

module thing '../../../templates/modules/governance/policies.bicep' = {
  params: {
    allowedLocations: ['swedencentral']
  }
}
