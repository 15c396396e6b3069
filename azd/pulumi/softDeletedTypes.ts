import { tokenOf } from './type';

/** Where a resource was, in ARM's words. */
export interface Parts {
  subscription: string;
  group: string;
  name: string;
  location: string;
}

/** A type of what Azure keeps back for a while after its deletion, and its name with it. */
interface SoftDeletedType {
  /** As a person calls it. */
  title: string;
  /** Where its purge is asked for, below the endpoint of ARM. */
  purgePath: (parts: Parts) => string;
}

/**
 * The purge of each type that stays soft-deleted
 * (https://learn.microsoft.com/rest/api/apimanagement/deleted-services/purge,
 * https://learn.microsoft.com/rest/api/aiservices/accountmanagement/deleted-accounts/purge).
 */
const types: Readonly<Record<string, SoftDeletedType | undefined>> = {
  'apimanagement:ApiManagementService': {
    title: 'API Management',
    purgePath: ({ subscription, location, name }) =>
      `/subscriptions/${subscription}/providers/Microsoft.ApiManagement/locations/${location}` +
      `/deletedservices/${name}?api-version=2024-05-01`,
  },
  'cognitiveservices:Account': {
    title: 'the AI account',
    purgePath: ({ subscription, location, group, name }) =>
      `/subscriptions/${subscription}/providers/Microsoft.CognitiveServices/locations/${location}` +
      `/resourceGroups/${group}/deletedAccounts/${name}?api-version=2024-10-01`,
  },
};

/** @param type Pulumi's, which may name a version of ARM */
export function softDeletedType(type: string): SoftDeletedType | undefined {
  return types[tokenOf(type)];
}
