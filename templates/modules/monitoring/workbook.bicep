metadata name = 'Workbook'
metadata description = 'Dashboard in the portal, kept as JSON beside the modules.'

@description('Required. Name people see.')
param displayName string

@description('Required. Azure region of the workbook.')
param location string

@description('Required. Resource id of the workspace whose data is shown, and under which the workbook is found.')
param workspaceId string

@description('Required. The workbook, with __WORKSPACE__ and __GROUP__ where its resources belong.')
param content string

@description('Optional. Tags of the workbook.')
param tags resourceInput<'Microsoft.Insights/workbooks@2023-06-01'>.tags = {}

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, displayName)
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: displayName
    category: 'workbook'
    version: 'Notebook/1.0'
    sourceId: toLower(workspaceId)
    serializedData: replace(replace(content, '__WORKSPACE__', workspaceId), '__GROUP__', resourceGroup().id)
  }
}

@description('Resource id of the workbook.')
output resourceId string = workbook.id

@description('Name of the workbook.')
output name string = workbook.name
