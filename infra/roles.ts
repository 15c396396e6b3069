import { RoleAssignment } from '@pulumi/azure-native/authorization';
import type { UserAssignedIdentity } from '@pulumi/azure-native/managedidentity';
import type * as pulumi from '@pulumi/pulumi';

/** Definitions of the built-in roles that this stack hands out ("Azure built-in roles" in Microsoft's documentation). */
export const roles = {
  'Storage Blob Data Owner': 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b',
  'Storage Queue Data Contributor': '974c5e8b-45b9-4653-ba55-5f855dd0fb88',
  'Storage Table Data Contributor': '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3',
  'Monitoring Metrics Publisher': '3913510d-42f4-4e42-8a64-420c390055eb',
} as const;

/** A role on one scope: the id of a resource, or of a part of it. */
export interface Grant {
  /** What the role is for; names the assignment. */
  purpose: string;
  role: keyof typeof roles;
  scope: pulumi.Input<string>;
}

/**
 * Grants roles to a managed identity. An assignment is left to name itself: its name is a GUID that must not be used
 * again for another principal, which a name derived from ours would be whenever the identity is replaced.
 */
export function grant(
  name: string,
  {
    identity,
    subscriptionId,
    grants,
  }: { identity: UserAssignedIdentity; subscriptionId: string; grants: readonly Grant[] },
  options: pulumi.CustomResourceOptions,
): RoleAssignment[] {
  return grants.map(
    ({ purpose, role, scope }) =>
      new RoleAssignment(
        `${name}-may-${purpose}`,
        {
          principalId: identity.principalId,
          // Said outright, so that Azure does not look up a principal that its directory has not replicated yet.
          principalType: 'ServicePrincipal',
          roleDefinitionId: `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${roles[role]}`,
          scope,
        },
        options,
      ),
  );
}
