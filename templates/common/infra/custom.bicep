metadata name = 'Custom resources'
metadata description = 'Yours: what the application needs besides the generated resources.'

import { deploymentContext } from 'modules/shared/types.bicep'

@description('Required. The environment: its name, region, tags and the token for unique names.')
#disable-next-line no-unused-params // yours to use
param context deploymentContext
