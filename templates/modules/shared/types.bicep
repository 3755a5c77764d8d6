metadata name = 'Shared types'
metadata description = 'Types that modules, profiles and main.bicep have in common.'

@export()
@description('Settings of an application, which it reads as environment variables.')
type applicationSettings = {
  @description('Value of the variable.')
  *: string
}

@export()
@description('What custom.bicep gets to know about the environment.')
@sealed()
type deploymentContext = {
  @description('Required. Name of the azd environment.')
  environmentName: string

  @description('Required. Azure region of the environment.')
  location: string

  @description('Required. Suffix that makes names unique, the same for all resources of the environment.')
  token: string

  @description('Required. Tags of every resource.')
  tags: resourceTags
}

@export()
@description('Deployment of one model on an AI account.')
@sealed()
type modelDeployment = {
  @description('Required. Name the services call it by.')
  name: string

  @description('Required. Name of the model.')
  model: string

  @description('Required. Version of the model.')
  version: string

  @description('Required. Deployment type: where requests are processed and how they are paid for.')
  sku:
    | 'Standard'
    | 'GlobalStandard'
    | 'DataZoneStandard'
    | 'ProvisionedManaged'
    | 'GlobalProvisionedManaged'
    | 'DataZoneProvisionedManaged'
    | 'GlobalBatch'
    | 'DataZoneBatch'
    | 'DeveloperTier'

  @description('Optional. Thousands of tokens per minute; units if provisioned. Default: that of the account.')
  @minValue(1)
  capacity: int?

  @description('Required. When the service may move the deployment to another version.')
  versionUpgrade: 'OnceNewDefaultVersionAvailable' | 'OnceCurrentVersionExpired' | 'NoAutoUpgrade'
}

@export()
@description('SKU of a container registry.')
type registrySku = 'Basic' | 'Standard' | 'Premium'

@export()
@description('Tags of a resource.')
type resourceTags = {
  @description('Value of the tag.')
  *: string
}

@export()
@description('Billing of semantic ranking in AI Search.')
type searchRanking = 'disabled' | 'free' | 'standard'

@export()
@description('SKU of AI Search. The free one is left out: it has no managed identity and no service level.')
type searchServiceSku =
  | 'basic'
  | 'standard'
  | 'standard2'
  | 'standard3'
  | 'storage_optimized_l1'
  | 'storage_optimized_l2'

@export()
@description('User-assigned identity of one service.')
@sealed()
type serviceIdentity = {
  @description('Required. Name of the service.')
  service: string

  @description('Required. Resource id of the identity.')
  resourceId: string

  @description('Required. Id the service asks for tokens with.')
  clientId: string

  @description('Required. Id that roles are assigned to.')
  principalId: string
}

@export()
@description('Size and scale of one container app.')
@sealed()
type serviceSize = {
  @description('Required. vCPU of a replica, a decimal in a string such as 0.5.')
  cpu: string

  @description('Required. Memory of a replica, twice the vCPU: 1.0Gi for 0.5.')
  memory: string

  @description('Required. Replicas that always run.')
  @minValue(0)
  @maxValue(1000)
  minReplicas: int

  @description('Required. Replicas under full load.')
  @minValue(1)
  @maxValue(1000)
  maxReplicas: int

  @description('Required. Concurrent requests per replica above which one is added.')
  @minValue(1)
  concurrentRequests: int

  @description('Required. CPU use in percent above which a replica is added.')
  @minValue(1)
  @maxValue(100)
  cpuUtilization: int

  @description('Required. Single: a new revision takes over once it is ready. Multiple: it waits for a release.')
  revisionMode: 'Single' | 'Multiple'
}

@export()
@description('SKU of a key vault; premium adds keys in hardware.')
type vaultSku = 'standard' | 'premium'
