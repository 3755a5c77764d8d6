metadata name = 'workbook: max'
metadata description = 'Every parameter.'

@description('Required. Azure region.')
param location string

@description('Required. Resource id of a workspace.')
param workspaceId string

module thing '../../../templates/modules/monitoring/workbook.bicep' = {
  params: {
    displayName: 'Cost'
    location: location
    workspaceId: workspaceId
    content: loadTextContent('../../../templates/modules/cost/cost-workbook.json')
    tags: {
      costCenter: 'test'
    }
  }
}
