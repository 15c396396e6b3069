import { armTypes } from '../../../infra/plan/armTypes';
import { type ArmResource, type Properties, toArm } from '../../../infra/plan/predictedAzure';

/** azure-native's class for a resource of any type, which says in its inputs what it is. */
export const GENERIC_RESOURCE = 'resources:Resource';

/** The version in which azure-native looks whether such a resource exists, whatever version it is declared in. */
const lookupVersion = '2024-03-01';

/** {@link toArm}, which also knows generic resources. */
export function armOf(token: string, inputs: Properties, subscriptionId: string): ArmResource {
  if (token !== GENERIC_RESOURCE) return toArm(token, inputs, subscriptionId);
  const { resourceGroupName, resourceProviderNamespace, parentResourcePath, resourceType, resourceName, apiVersion } =
    inputs;
  const path = [parentResourcePath, resourceType].filter((part) => part !== '').map(String);
  const segments = path.join('/').split('/');
  const provider = String(resourceProviderNamespace);
  return {
    // Of an odd number of segments, every second one is a name; the last is a type.
    type: [provider, ...segments.filter((_, index) => index % 2 === 0)].join('/'),
    apiVersion: String(apiVersion),
    id: `/subscriptions/${subscriptionId}/resourceGroups/${String(resourceGroupName)}/providers/${provider}/${path.join('/')}/${String(resourceName)}`,
  };
}

/**
 * Looks for a generic resource as azure-native does before it creates one. ARM knows a type by its provider and version; of a
 * resource in no other one it looks at the id alone and says 404 (pulumi/pulumi-azure-native, `crud.go` and
 * `client_azcore.go`, CanCreate; its issue 4109 has ARM's answer).
 *
 * @throws for a resource in another one, of a provider that is not used here in that version
 */
export function lookFor({ id, type }: ArmResource): void {
  const [provider = '', ...path] = type.split('/');
  const known = Object.values(armTypes).some(
    (other) => other.type.startsWith(`${provider}/`) && other.apiVersion === lookupVersion,
  );
  if (known || path.length === 1) return;
  const message = `No registered resource provider found for API version '${lookupVersion}' for type '${path.join('/')}'.`;
  const body = JSON.stringify({ error: { code: 'NoRegisteredProviderFound', message } });
  throw new Error(`cannot check existence of resource '${id}': status code 400, ${body}`);
}
