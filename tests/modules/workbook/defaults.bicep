metadata name = 'workbook: defaults'
metadata description = 'Only what is required.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

module thing '../../../templates/modules/monitoring/workbook.bicep' = {
  params: {
    displayName: 'AI'
    location: location
    workspaceId: workspaceId
    content: loadTextContent('../../../templates/modules/monitoring/ai-workbook.json')
  }
}
