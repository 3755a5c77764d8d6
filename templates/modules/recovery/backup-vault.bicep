metadata name = 'Backup vault'
metadata description = 'Vault and policy for backups of blobs: a copy every day at 02:00, and every change for a while.'

import { logsAndMetrics } from '../shared/diagnostics.bicep'

@export()
@description('Where the copies lie: in one building, in three zones or in a second region as well.')
type backupRedundancy = 'LocallyRedundant' | 'ZoneRedundant' | 'GeoRedundant'

@description('Required. Name of the vault.')
@minLength(2)
@maxLength(50)
param name string

@description('Required. Azure region, that of what is protected.')
param location string

@description('Required. Resource id of the Log Analytics workspace.')
param workspaceId string

@description('Optional. Where the copies lie. Fixed once something is protected.')
param redundancy backupRedundancy = 'ZoneRedundant'

@description('Optional. Days a daily copy is kept.')
@minValue(1)
@maxValue(3650)
param copyDays int = 30

@description('Optional. Days back to which blobs can be restored without a copy; the same as in their account.')
@minValue(1)
@maxValue(360)
param restoreDays int = 14

@description('Optional. Days a deleted backup can be recovered.')
@minValue(14)
@maxValue(180)
param softDeleteDays int = 14

@description('Optional. Tags of the vault.')
param tags resourceInput<'Microsoft.DataProtection/backupVaults@2026-06-01'>.tags = {}

resource vault 'Microsoft.DataProtection/backupVaults@2026-06-01' = {
  name: name
  location: location
  tags: tags
  identity: { type: 'SystemAssigned' }
  properties: {
    storageSettings: [
      {
        datastoreType: 'VaultStore'
        type: redundancy
      }
    ]
    securitySettings: {
      softDeleteSettings: {
        state: 'On'
        retentionDurationInDays: softDeleteDays
      }
    }
    monitoringSettings: {
      azureMonitorAlertSettings: {
        alertsForAllJobFailures: 'Enabled'
      }
    }
  }
}

resource blobPolicy 'Microsoft.DataProtection/backupVaults/backupPolicies@2026-06-01' = {
  parent: vault
  name: 'blobs'
  properties: {
    objectType: 'BackupPolicy'
    datasourceTypes: ['Microsoft.Storage/storageAccounts/blobServices']
    policyRules: [
      {
        objectType: 'AzureRetentionRule'
        name: 'Default'
        isDefault: true
        lifecycles: [
          {
            sourceDataStore: {
              objectType: 'DataStoreInfoBase'
              dataStoreType: 'OperationalStore'
            }
            deleteAfter: {
              objectType: 'AbsoluteDeleteOption'
              duration: 'P${restoreDays}D'
            }
          }
        ]
      }
      {
        objectType: 'AzureBackupRule'
        name: 'BackupDaily'
        backupParameters: {
          objectType: 'AzureBackupParams'
          backupType: 'Discrete'
        }
        dataStore: {
          objectType: 'DataStoreInfoBase'
          dataStoreType: 'VaultStore'
        }
        trigger: {
          objectType: 'ScheduleBasedTriggerContext'
          schedule: {
            repeatingTimeIntervals: ['R/2026-01-01T02:00:00+00:00/P1D']
            timeZone: 'UTC'
          }
          taggingCriteria: [
            {
              isDefault: true
              taggingPriority: 99
              tagInfo: {
                tagName: 'Default'
              }
            }
          ]
        }
      }
      {
        objectType: 'AzureRetentionRule'
        name: 'Default'
        isDefault: true
        lifecycles: [
          {
            sourceDataStore: {
              objectType: 'DataStoreInfoBase'
              dataStoreType: 'VaultStore'
            }
            deleteAfter: {
              objectType: 'AbsoluteDeleteOption'
              duration: 'P${copyDays}D'
            }
          }
        ]
      }
    ]
  }
}

// The vault has logs only, and its reports read tables of their own.
#disable-next-line use-recent-api-versions // no stable version has category groups
resource vaultDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: vault
  name: 'workspace'
  properties: {
    ...logsAndMetrics(workspaceId)
    metrics: []
    logAnalyticsDestinationType: 'Dedicated'
  }
}

@description('Resource id of the vault.')
output resourceId string = vault.id

@description('Name of the vault.')
output name string = vault.name

@description('Principal id of the vault, which is granted Storage Account Backup Contributor on what it protects.')
output principalId string = vault.identity.principalId

@description('Resource id of the policy for blobs.')
output policyId string = blobPolicy.id
