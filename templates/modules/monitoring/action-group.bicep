metadata name = 'Action group'
metadata description = 'Whom alerts reach: everybody who holds one of the roles on the subscription, and more.'

@description('Required. Name of the group.')
@minLength(1)
@maxLength(260)
param name string

@description('Required. Name in mails and messages.')
@minLength(1)
@maxLength(12)
param shortName string

@description('Optional. Roles whose holders get a mail.')
param roles ('Owner' | 'Contributor' | 'Monitoring Contributor' | 'Monitoring Reader')[] = [
  'Owner'
  'Contributor'
]

@description('Optional. Addresses that get a mail, such as that of whoever is on call.')
param emails string[] = []

@description('Optional. Tags of the group.')
param tags resourceInput<'Microsoft.Insights/actionGroups@2023-01-01'>.tags = {}

var roleIds = {
  Owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635'
  Contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c'
  'Monitoring Contributor': '749f88d5-cbae-40b8-bcfc-e573ddc772fa'
  'Monitoring Reader': '43d0d8ad-25c7-4714-9337-8ba259a9fe05'
}

resource group 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: name
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: shortName
    armRoleReceivers: map(roles, role => {
      name: role
      roleId: roleIds[role]
      useCommonAlertSchema: true
    })
    emailReceivers: map(emails, email => {
      name: email
      emailAddress: email
      useCommonAlertSchema: true
    })
  }
}

@description('Resource id of the group.')
output resourceId string = group.id

@description('Name of the group.')
output name string = group.name
