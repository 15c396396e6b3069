import { isOn } from './config';
import type { Options } from './options';

type Variables = Readonly<Record<string, string | undefined>>;

interface Known {
  auth: Options['auth'];
  variables: Variables;
  subscriptionId: string | undefined;
  tenantId: string | undefined;
}

/** What switches on one of the methods of azure-native; the first in its order wins, and nothing follows when it fails. */
const methods = [
  'ARM_USE_DEFAULT_AZURE_CREDENTIAL',
  'ARM_CLIENT_CERTIFICATE_PATH',
  'ARM_CLIENT_SECRET',
  'ARM_USE_OIDC',
  'ARM_USE_MSI',
];

/**
 * The variables with which Pulumi's Azure provider signs in, and for which subscription: a method that somebody has
 * chosen, `az` where the options say so, GitHub's identity of a job, or azd's own login
 * (https://www.pulumi.com/registry/packages/azure-native/installation-configuration/).
 */
export function credentials(known: Known): Record<string, string> {
  const { auth, variables, subscriptionId, tenantId } = known;
  const chosen = methods.some((name) => isOn(variables[name]));
  // An identity that somebody has chosen lives in a tenant of its own.
  const tenant = chosen ? (variables.ARM_TENANT_ID ?? tenantId) : tenantId;
  const target = {
    ...(subscriptionId && { ARM_SUBSCRIPTION_ID: subscriptionId }),
    ...(tenant && { ARM_TENANT_ID: tenant }),
  };
  return chosen || auth === 'az' ? target : { ...target, ...signIn(variables) };
}

function signIn({ ACTIONS_ID_TOKEN_REQUEST_URL, AZURE_CLIENT_ID, AZURE_TENANT_ID }: Variables): Record<string, string> {
  if (ACTIONS_ID_TOKEN_REQUEST_URL && AZURE_CLIENT_ID) {
    return {
      ARM_USE_OIDC: 'true',
      ARM_CLIENT_ID: AZURE_CLIENT_ID,
      ...(AZURE_TENANT_ID && { ARM_TENANT_ID: AZURE_TENANT_ID }),
    };
  }
  return { ARM_USE_DEFAULT_AZURE_CREDENTIAL: 'true', AZURE_TOKEN_CREDENTIALS: 'AzureDeveloperCLICredential' };
}
