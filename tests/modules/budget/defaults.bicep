metadata name = 'budget: defaults'
metadata description = 'Only what is required.'

@description('Required. Resource id of an action group.')
param actionGroupId string

module thing '../../../templates/modules/cost/budget.bicep' = {
  params: {
    name: 'budget-test'
    amount: 2000
    startDate: '2026-11-01'
    contactEmails: []
    actionGroupId: actionGroupId
  }
}
