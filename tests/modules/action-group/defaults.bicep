metadata name = 'action-group: defaults'
metadata description = 'Only what is required.'

module thing '../../../templates/modules/monitoring/action-group.bicep' = {
  params: {
    name: 'ag-test'
    shortName: 'test'
  }
}
