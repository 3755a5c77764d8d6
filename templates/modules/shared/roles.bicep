metadata name = 'Roles'
metadata description = 'Built-in roles that modules assign, and the one way to assign them.'

@export()
@description('Ids of the built-in roles by name.')
var roleIds = {
  AcrPull: '7f951dda-4ed3-4680-a7ca-43fe172d538d'
  'App Configuration Data Owner': '5ae67dd6-50cb-40e7-96ff-dc2bfa4b606b'
  'App Configuration Data Reader': '516239f1-63e1-4d78-a4de-a74fb236a071'
  'Azure AI Enterprise Network Connection Approver': 'b556d68e-0be0-4f35-a333-ad7ee1ce17ea'
  'Azure Event Hubs Data Receiver': 'a638d3c7-ab3a-418d-83e6-5f17a39d4fde'
  'Azure Event Hubs Data Sender': '2b629674-e913-4c01-ae53-ef4638d8f975'
  'Azure Service Bus Data Owner': '090c5cfd-751d-490a-894a-3ce6f1109419'
  'Azure Service Bus Data Receiver': '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0'
  'Azure Service Bus Data Sender': '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39'
  'AzureML Data Scientist': 'f6c7c914-8db3-469d-8ca1-694a8f32e121'
  'Cognitive Services OpenAI User': '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd'
  'Cognitive Services User': 'a97b65f3-24c7-4388-baec-2e87135dc908'
  Contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c'
  'Cosmos DB Operator': '230815da-be43-4aae-9cb4-875f7bd000aa'
  'Foundry User': '53ca6127-db72-4b80-b1b0-d745d6d5456d'
  'Key Vault Administrator': '00482a5a-887f-4fb3-b363-3b7fe8e74483'
  'Key Vault Secrets User': '4633458b-17de-408a-b874-0445c86b69e6'
  'Monitoring Metrics Publisher': '3913510d-42f4-4e42-8a64-420c390055eb'
  'Search Index Data Contributor': '8ebe5a00-799e-43f5-93ac-243d3dce84a7'
  'Search Index Data Reader': '1407120a-92aa-4202-b7e9-c0e197c71c8f'
  'Search Service Contributor': '7ca78c08-252a-4471-8644-bb5ff32d4ba0'
  'Storage Account Backup Contributor': 'e5e2a7ff-d759-4cd2-bb51-3152d37e2eb1'
  'Storage Blob Data Contributor': 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  'Storage Blob Data Owner': 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  'Storage Blob Data Reader': '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1'
  'Storage File Data Privileged Contributor': '69566ab7-960f-475b-8e7c-b3118f30c6bd'
  'Storage Queue Data Contributor': '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  'Storage Table Data Contributor': '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
}

@export()
@description('Name of a role in roleIds.')
type roleName =
  | 'AcrPull'
  | 'App Configuration Data Owner'
  | 'App Configuration Data Reader'
  | 'Azure AI Enterprise Network Connection Approver'
  | 'Azure Event Hubs Data Receiver'
  | 'Azure Event Hubs Data Sender'
  | 'Azure Service Bus Data Owner'
  | 'Azure Service Bus Data Receiver'
  | 'Azure Service Bus Data Sender'
  | 'AzureML Data Scientist'
  | 'Cognitive Services OpenAI User'
  | 'Cognitive Services User'
  | 'Contributor'
  | 'Cosmos DB Operator'
  | 'Foundry User'
  | 'Key Vault Administrator'
  | 'Key Vault Secrets User'
  | 'Monitoring Metrics Publisher'
  | 'Search Index Data Contributor'
  | 'Search Index Data Reader'
  | 'Search Service Contributor'
  | 'Storage Account Backup Contributor'
  | 'Storage Blob Data Contributor'
  | 'Storage Blob Data Owner'
  | 'Storage Blob Data Reader'
  | 'Storage File Data Privileged Contributor'
  | 'Storage Queue Data Contributor'
  | 'Storage Table Data Contributor'

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
@description('Principal ids by name of the identity.')
type principalIdMap = {
  @description('Principal id.')
  *: string
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
