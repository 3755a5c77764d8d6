metadata name = 'container-images: defaults'
metadata description = 'Only what is required.'

module thing '../../../templates/modules/apps/container-images.bicep' = {
  params: {
    names: {
      chat: 'ca-chat'
    }
    exists: {}
  }
}
