metadata name = 'budget: max'
metadata description = 'Every parameter.'

@description('Required. Resource id of an action group.')
param actionGroupId string

module thing '../../../templates/modules/cost/budget.bicep' = {
  params: {
    name: 'budget-test'
    amount: 2000
    startDate: '2026-11-01'
    contactEmails: [
      'finance@contoso.com'
      'engineering@contoso.com'
    ]
    escalationEmails: [
      'cto@contoso.com'
    ]
    actionGroupId: actionGroupId
  }
}
