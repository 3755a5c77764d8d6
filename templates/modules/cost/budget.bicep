metadata name = 'Budget'
metadata description = 'Monthly budget of the resource group: those who spend hear of 80 %, who decides hears of 95 %.'

@description('Required. Name of the budget. Unique in the resource group.')
@minLength(1)
@maxLength(63)
param name string

@description('Required. Amount per month in the billing currency.')
@minValue(1)
param amount int

@description('Required. First day of the month the budget was created in, yyyy-MM-01. Never changes.')
@minLength(10)
@maxLength(10)
param startDate string

@description('Required. Who gets the alert at 80 % by mail, finance and engineering, besides owners and contributors.')
@maxLength(50)
param contactEmails string[]

@description('Optional. Who gets the alert at 95 % by mail: the CTO. Default: whoever got the one at 80 %.')
@maxLength(50)
param escalationEmails string[] = []

@description('Required. Resource id of the action group that gets the alerts.')
param actionGroupId string

resource budget 'Microsoft.Consumption/budgets@2026-06-01' = {
  name: name
  properties: {
    category: 'Cost'
    amount: amount
    timeGrain: 'Monthly'
    timePeriod: {
      startDate: startDate
    }
    notifications: {
      at80Percent: {
        enabled: true
        operator: 'GreaterThanOrEqualTo'
        threshold: 80
        thresholdType: 'Actual'
        contactEmails: contactEmails
        contactRoles: ['Owner', 'Contributor']
        contactGroups: [
          actionGroupId
        ]
      }
      at95Percent: {
        enabled: true
        operator: 'GreaterThanOrEqualTo'
        threshold: 95
        thresholdType: 'Actual'
        contactEmails: empty(escalationEmails) ? contactEmails : escalationEmails
        contactGroups: [
          actionGroupId
        ]
      }
    }
  }
}

@description('Resource id of the budget.')
output resourceId string = budget.id

@description('Name of the budget.')
output name string = budget.name
