metadata name = 'Lock'
metadata description = 'Keeps the resources of a resource group, the group among them, from being deleted.'

@description('Required. Name of the lock.')
@minLength(1)
@maxLength(90)
param name string

@description('Optional. Why the lock is there; people read it when a deletion is refused.')
@maxLength(512)
param notes string = 'Production: remove this lock first, and on purpose.'

// Read-only would be too much: scaling and keys need writes.
resource lock 'Microsoft.Authorization/locks@2020-05-01' = {
  name: name
  properties: {
    level: 'CanNotDelete'
    notes: notes
  }
}

@description('Resource id of the lock.')
output resourceId string = lock.id

@description('Name of the lock.')
output name string = lock.name
