metadata name = 'endpoint-traffic: max'
metadata description = 'Every parameter.'

module thing '../../../templates/modules/ml/endpoint-traffic.bicep' = {
  params: {
    machineLearning: 'mlw-test'
    name: 'ept-test'
    exists: true
  }
}
