metadata name = 'Access to models'
metadata description = 'Role of an identity that is known late on an account that serves models.'

import { grantProperties } from '../shared/roles.bicep'

@description('Required. Name of the account.')
param accountName string

@description('Required. Name of the identity, of which the name of the assignment is made.')
param identity string

@description('Required. Principal id of the identity.')
param principalId string

resource account 'Microsoft.CognitiveServices/accounts@2026-07-01' existing = {
  name: accountName
}

resource accountAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, identity, 'Cognitive Services OpenAI User')
  properties: grantProperties(principalId, 'Cognitive Services OpenAI User')
}
