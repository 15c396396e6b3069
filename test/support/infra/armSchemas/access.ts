import { closed, guid, placed } from './shapes';

const roleAssignment = closed({
  principalId: guid,
  principalType: { enum: ['Device', 'ForeignGroup', 'Group', 'ServicePrincipal', 'User'] },
  roleDefinitionId: {
    type: 'string',
    pattern: '^/subscriptions/[^/]+/providers/Microsoft.Authorization/roleDefinitions/[0-9a-f-]{36}$',
  },
});

export const access = {
  'Microsoft.ManagedIdentity/userAssignedIdentities': closed(placed),
  'Microsoft.Authorization/roleAssignments': closed({ properties: roleAssignment }),
};
