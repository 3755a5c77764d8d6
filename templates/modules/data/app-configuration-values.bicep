metadata name = 'App Configuration values'
metadata description = 'Settings in a store that exists. Called late: the right to write them takes minutes to arrive.'

@export()
@description('One setting.')
@sealed()
type configurationValue = {
  @description('Required. Key, such as chat:maxTokens.')
  key: string

  @description('Required. The value.')
  value: string

  @description('Optional. Label that tells settings of the same key apart.')
  label: string?

  @description('Optional. What the value is, such as application/json. Default: text.')
  contentType: string?
}

@export()
@description('Setting whose value is a secret in a key vault; whoever reads it needs a right there too.')
@sealed()
type configurationReference = {
  @description('Required. Key.')
  key: string

  @description('Required. Address of the secret, without a version to follow the newest.')
  secretUri: string

  @description('Optional. Label that tells settings of the same key apart.')
  label: string?
}

@description('Required. Name of the store.')
param name string

@description('Optional. Settings.')
param values configurationValue[] = []

@description('Optional. Settings whose values are secrets in a key vault.')
param references configurationReference[] = []

@description('Key or label as part of a resource name, where ~ takes the place of the percent sign.')
func escape(text string) string => replace(replace(uriComponent(text), '~', '~7E'), '%', '~')

@description('Name of the resource of a setting; the label may be empty.')
func valueName(key string, label string) string => empty(label) ? escape(key) : join([escape(key), escape(label)], '$')

resource store 'Microsoft.AppConfiguration/configurationStores@2024-06-01' existing = {
  name: name
}

resource storeValues 'Microsoft.AppConfiguration/configurationStores/keyValues@2024-06-01' = [
  for value in values: {
    parent: store
    name: valueName(value.key, value.?label ?? '')
    properties: {
      value: value.value
      contentType: value.?contentType
    }
  }
]

resource storeReferences 'Microsoft.AppConfiguration/configurationStores/keyValues@2024-06-01' = [
  for reference in references: {
    parent: store
    name: valueName(reference.key, reference.?label ?? '')
    properties: {
      value: string({ uri: reference.secretUri })
      contentType: 'application/vnd.microsoft.appconfig.keyvaultref+json;charset=utf-8'
    }
  }
]

@description('Resource id of the store.')
output resourceId string = store.id

@description('Name of the store.')
output name string = store.name
