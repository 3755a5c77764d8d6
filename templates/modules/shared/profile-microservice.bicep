metadata name = 'Environment profile'
metadata description = 'Shape of infra/environments/<environment>.json: how big and how strict an environment is.'

import { modelDeployment, registrySku, searchRanking, searchServiceSku, serviceSize, vaultSku } from 'types.bicep'

@export()
@description('Everything in which environments differ. A feature that is off is left out.')
@sealed()
type environmentProfile = {
  @description('Required. Azure region. azd takes AZURE_LOCATION, az the value here.')
  location: string

  @description('Required. Tags beside the ones main.bicep sets.')
  tags: {
    @description('Value of the tag.')
    *: string
  }

  @description('Optional. Azure OpenAI.')
  openai: openAiProfile?

  @description('Optional. Computer Vision.')
  vision: visionProfile?

  @description('Optional. Document Intelligence.')
  documentIntelligence: documentIntelligenceProfile?

  @description('Optional. AI Search.')
  search: searchProfile?

  @description('Required. Size and scale of each container app by service name.')
  services: {
    @description('Size and scale of the service.')
    *: serviceSize
  }

  @description('Required. Container registry.')
  registry: registryProfile

  @description('Optional. Static web apps.')
  staticWebApp: staticWebAppProfile?

  @description('Required. Key vault.')
  keyVault: keyVaultProfile

  @description('Required. Log Analytics and Application Insights.')
  monitoring: monitoringProfile

  @description('Optional. Monthly budget.')
  budget: budgetProfile?
}

@description('Azure OpenAI account and its models.')
@sealed()
type openAiProfile = {
  @description('Required. SKU of the account.')
  sku: string

  @description('Required. Capacity of each deployment that names none: thousands of tokens per minute.')
  @minValue(1)
  capacity: int

  @description('Required. Model deployments.')
  deployments: modelDeployment[]
}

@description('Computer Vision account.')
@sealed()
type visionProfile = {
  @description('Required. SKU; a subscription has one F0 per region.')
  sku: 'F0' | 'S1'
}

@description('Document Intelligence account.')
@sealed()
type documentIntelligenceProfile = {
  @description('Required. SKU; a subscription has one F0 per region.')
  sku: 'F0' | 'S0'
}

@description('AI Search service.')
@sealed()
type searchProfile = {
  @description('Required. SKU.')
  sku: searchServiceSku

  @description('Required. Replicas: two for the service level of queries, three for that of updates too.')
  @minValue(1)
  @maxValue(12)
  replicas: int

  @description('Required. Partitions: 1, 2, 3, 4, 6 or 12.')
  @minValue(1)
  @maxValue(12)
  partitions: int

  @description('Required. Semantic ranking.')
  semantic: searchRanking
}

@description('Container registry.')
@sealed()
type registryProfile = {
  @description('Required. SKU.')
  sku: registrySku
}

@description('Static web apps, always of the Standard plan.')
@sealed()
type staticWebAppProfile = {
  @description('Required. Region of the metadata; the content is served worldwide.')
  location: 'centralus' | 'eastasia' | 'eastus2' | 'westeurope' | 'westus2'
}

@description('Key vault.')
@sealed()
type keyVaultProfile = {
  @description('Required. SKU.')
  sku: vaultSku

  @description('Required. Days a deleted vault or secret can be recovered. Fixed once the vault exists.')
  @minValue(7)
  @maxValue(90)
  retentionDays: int

  @description('Required. Whether nobody may purge before those days are over. Cannot be switched off again.')
  purgeProtection: bool
}

@description('Log Analytics and Application Insights.')
@sealed()
type monitoringProfile = {
  @description('Required. Days logs are kept.')
  @minValue(30)
  @maxValue(730)
  retentionDays: int

  @description('Required. GB a day after which logs are dropped; -1 for no cap.')
  @minValue(-1)
  dailyQuotaGb: int

  @description('Required. Share of telemetry that is kept.')
  @minValue(1)
  @maxValue(100)
  samplingPercentage: int
}

@description('Monthly budget.')
@sealed()
type budgetProfile = {
  @description('Required. Amount per month in the billing currency.')
  @minValue(1)
  amount: int

  @description('Required. Who gets the alerts by mail, besides the action group.')
  @maxLength(50)
  contactEmails: string[]
}
