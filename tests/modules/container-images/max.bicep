metadata name = 'container-images: max'
metadata description = 'Every parameter.'

module thing '../../../templates/modules/apps/container-images.bicep' = {
  params: {
    names: {
      chat: 'ca-chat'
      'api-gateway': 'ca-api-gateway'
    }
    exists: {
      chat: 'true'
    }
  }
}
