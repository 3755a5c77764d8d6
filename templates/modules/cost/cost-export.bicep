metadata name = 'Cost export'
metadata description = 'Daily file of what the resource group costs, in the open FOCUS format, for reviews and reports.'

import { grantProperties } from '../shared/roles.bicep'

@description('Required. Name of the export.')
@minLength(3)
@maxLength(64)
param name string

@description('Required. Azure region of the export.')
param location string

@description('Required. Name of the storage account.')
param storageName string

@description('Required. Name of the container, which must exist.')
param container string

@description('Required. First day of the export, yyyy-MM-dd. Never in the past, so the day after each deployment.')
@minLength(10)
@maxLength(10)
param startDate string

@description('Optional. Folder in the container.')
param folder string = name

resource storage 'Microsoft.Storage/storageAccounts@2026-04-01' existing = {
  name: storageName
}

resource export 'Microsoft.CostManagement/exports@2026-06-01' = {
  name: name
  location: location
  identity: { type: 'SystemAssigned' }
  properties: {
    format: 'Csv'
    compressionMode: 'gzip'
    partitionData: true
    dataOverwriteBehavior: 'OverwritePreviousReport'
    definition: {
      type: 'FocusCost'
      timeframe: 'MonthToDate'
      dataSet: {
        granularity: 'Daily'
        configuration: {
          dataVersion: '1.0'
        }
      }
    }
    deliveryInfo: {
      destination: {
        type: 'AzureBlob'
        resourceId: storage.id
        container: container
        rootFolderPath: folder
      }
    }
    schedule: {
      status: 'Active'
      recurrence: 'Daily'
      recurrencePeriod: {
        from: '${startDate}T00:00:00Z'
        to: '${dateTimeAdd('${startDate}T00:00:00Z', 'P10Y', 'yyyy-MM-dd')}T00:00:00Z'
      }
    }
  }
}

resource storageAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: storage
  name: guid(storage.id, name, 'Storage Blob Data Contributor')
  properties: grantProperties(export.identity.principalId, 'Storage Blob Data Contributor')
}

@description('Resource id of the export.')
output resourceId string = export.id

@description('Name of the export.')
output name string = export.name
