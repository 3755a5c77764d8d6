metadata name = 'Roles'
metadata description = 'Built-in roles that modules assign, and the one way to assign them.'

@export()
@description('Ids of the built-in roles by name.')
var roleIds = {
  AcrPull: '7f951dda-4ed3-4680-a7ca-43fe172d538d'
  'Cognitive Services OpenAI User': '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd'
  'Cognitive Services User': 'a97b65f3-24c7-4388-baec-2e87135dc908'
  'Key Vault Secrets User': '4633458b-17de-408a-b874-0445c86b69e6'
  'Monitoring Metrics Publisher': '3913510d-42f4-4e42-8a64-420c390055eb'
  'Search Index Data Reader': '1407120a-92aa-4202-b7e9-c0e197c71c8f'
}

@export()
@description('Name of a role in roleIds.')
type roleName =
  | 'AcrPull'
  | 'Cognitive Services OpenAI User'
  | 'Cognitive Services User'
  | 'Key Vault Secrets User'
  | 'Monitoring Metrics Publisher'
  | 'Search Index Data Reader'

@export()
@description('Right of one identity on the resource of a module.')
@sealed()
type accessGrant = {
  @description('Required. Name of the identity, a key of the principal ids that go with the grant.')
  identity: string

  @description('Required. Role it gets.')
  role: roleName
}

@export()
@description('Grants one role to several identities.')
func grantAll(identities string[], role roleName) accessGrant[] => map(identities, id => { identity: id, role: role })

@export()
@description('Properties of the role assignment. Naming the principal type makes it work for brand new identities.')
func grantProperties(
  principalId string,
  role roleName
) resourceInput<'Microsoft.Authorization/roleAssignments@2022-04-01'>.properties => {
  principalId: principalId
  principalType: 'ServicePrincipal'
  roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds[role])
}
