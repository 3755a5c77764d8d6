targetScope = 'subscription'

metadata name = 'Activity log'
metadata description = 'Who changed what in the subscription, kept in the workspace of the environment.'

@description('Kind of entry in the activity log.')
type activityCategory =
  | 'Administrative'
  | 'Alert'
  | 'Autoscale'
  | 'Policy'
  | 'Recommendation'
  | 'ResourceHealth'
  | 'Security'
  | 'ServiceHealth'

@description('Required. Name of the setting. Unique in the subscription, which has room for five.')
param name string

@description('Required. Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Optional. What is kept.')
param categories activityCategory[] = [
  'Administrative'
  'Alert'
  'Policy'
  'ResourceHealth'
  'Security'
  'ServiceHealth'
]

#disable-next-line use-recent-api-versions // the stable version has no workspace
resource setting 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: name
  properties: {
    workspaceId: workspaceId
    logs: map(categories, category => { category: category, enabled: true })
  }
}

@description('Resource id of the setting.')
output resourceId string = setting.id

@description('Name of the setting.')
output name string = setting.name
