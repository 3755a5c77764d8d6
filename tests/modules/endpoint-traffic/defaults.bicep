metadata name = 'endpoint-traffic: defaults'
metadata description = 'Only what is required.'

module thing '../../../templates/modules/ml/endpoint-traffic.bicep' = {
  params: {
    machineLearning: 'mlw-test'
    name: 'ept-test'
  }
}
