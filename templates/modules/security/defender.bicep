targetScope = 'subscription'

metadata name = 'Defender for Cloud'
metadata description = 'Paid plans of Defender for Cloud. They watch, and bill, the whole subscription.'

@description('Plan of Defender for Cloud.')
type defenderPlan =
  | 'AI'
  | 'AppServices'
  | 'Arm'
  | 'CloudPosture'
  | 'Containers'
  | 'CosmosDbs'
  | 'KeyVaults'
  | 'StorageAccounts'

@description('Required. Plans to switch on. A plan left out stays as it is: others may have asked for it.')
@minLength(1)
param plans defenderPlan[]

@description('Optional. Who gets the alerts by mail besides the owners; replaces the contact of the subscription.')
param contactEmails string[] = []

// Where a plan can be billed in several ways, the one for new subscriptions.
var subPlans {
  @description('Way the plan is billed.')
  *: string
} = {
  Arm: 'PerSubscription'
  KeyVaults: 'PerKeyVault'
  StorageAccounts: 'DefenderForStorageV2'
}

// A subscription takes one plan at a time.
@batchSize(1)
resource plan 'Microsoft.Security/pricings@2024-01-01' = [
  for name in plans: {
    name: name
    properties: {
      pricingTier: 'Standard'
      subPlan: subPlans[?name]
    }
  }
]

// The subscription has one contact, so without addresses here whoever it is stays.
resource contact 'Microsoft.Security/securityContacts@2023-12-01-preview' = if (!empty(contactEmails)) {
  name: 'default'
  properties: {
    isEnabled: true
    emails: join(contactEmails, ';')
    notificationsByRole: {
      state: 'On'
      roles: ['Owner']
    }
    notificationsSources: [
      {
        sourceType: 'Alert'
        minimalSeverity: 'Medium'
      }
    ]
  }
}
