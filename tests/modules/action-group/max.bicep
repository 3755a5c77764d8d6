metadata name = 'action-group: max'
metadata description = 'Every parameter.'

module thing '../../../templates/modules/monitoring/action-group.bicep' = {
  params: {
    name: 'ag-test'
    shortName: 'test'
    roles: [
      'Owner'
      'Contributor'
      'Monitoring Contributor'
      'Monitoring Reader'
    ]
    emails: [
      'oncall@contoso.com'
    ]
    tags: {
      costCenter: 'test'
    }
  }
}
