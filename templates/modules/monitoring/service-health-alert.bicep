metadata name = 'Service health alert'
metadata description = 'Tells of incidents, maintenance and retirements that Azure announces for the subscription.'

@description('Required. Name of the alert.')
@minLength(1)
@maxLength(260)
param name string

@description('Required. Resource id of the action group that gets the alert.')
param actionGroupId string

@description('Optional. Tags of the alert.')
param tags resourceInput<'Microsoft.Insights/activityLogAlerts@2026-01-01'>.tags = {}

resource rule 'Microsoft.Insights/activityLogAlerts@2026-01-01' = {
  name: name
  location: 'global'
  tags: tags
  properties: {
    description: 'Azure announced something that may touch this subscription.'
    enabled: true
    scopes: [subscription().id]
    condition: {
      allOf: [
        {
          field: 'category'
          equals: 'ServiceHealth'
        }
      ]
    }
    actions: {
      actionGroups: [
        {
          actionGroupId: actionGroupId
        }
      ]
    }
  }
}

@description('Resource id of the alert.')
output resourceId string = rule.id

@description('Name of the alert.')
output name string = rule.name
