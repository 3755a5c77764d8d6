metadata name = 'policies: max'
metadata description = 'Every parameter.'

module thing '../../../templates/modules/governance/policies.bicep' = {
  params: {
    allowedLocations: ['swedencentral', 'westeurope']
    requiredTags: ['application', 'environment']
    enforceTags: true
    auditAiServices: false
  }
}
