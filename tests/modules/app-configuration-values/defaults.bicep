metadata name = 'app-configuration-values: defaults'
metadata description = 'Only what is required.'

module thing '../../../templates/modules/data/app-configuration-values.bicep' = {
  params: {
    name: 'appcs-test'
  }
}
