import { createHash } from 'node:crypto';
import { armTypes } from './armTypes';

/** Properties of a resource as they are in a program: Pulumi's names, secrets and outputs already opened. */
export type Properties = Readonly<Record<string, unknown>>;

export function toProperties(value: unknown): Properties {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** What a resource is to ARM. */
export interface ArmResource {
  type: string;
  apiVersion: string;
  id: string;
}

/**
 * Says what ARM would make of a resource.
 *
 * @param token Pulumi's type, without the provider: `web:WebApp`.
 * @throws for a type that the tables here do not know.
 */
export function toArm(token: string, inputs: Properties, subscriptionId: string): ArmResource {
  const group = `/subscriptions/${subscriptionId}/resourceGroups/${text(inputs.resourceGroupName)}`;
  const arm = armTypes[token];
  if (!arm) throw new Error(`infra/plan/armTypes.ts does not know ${token}.`);
  const { type, apiVersion, names, scope } = arm;
  if (token === 'resources:ResourceGroup') return { type, apiVersion, id: group };
  const values = names.map((name) => (name.startsWith('=') ? name.slice(1) : text(inputs[name] ?? guid(inputs))));
  const above = scope === undefined ? group : text(inputs[scope]);
  return { type, apiVersion, id: `${above}/providers/${interleave(type, values)}` };
}

/** Outputs of a resource: its inputs, its name, and what Azure makes up. Always the same ones for the same inputs. */
export function predictOutputs(token: string, inputs: Properties, { id }: ArmResource): Properties {
  const name = id.slice(id.lastIndexOf('/') + 1);
  return { ...inputs, name, ...made[token]?.(name, inputs) };
}

/** What Azure answers to the stack's one kind of question: the keys of a subscription to an API or a product. */
export function predictSecrets({ sid }: Properties): Properties {
  return { primaryKey: hash(['primary', sid]).slice(0, 32), secondaryKey: hash(['secondary', sid]).slice(0, 32) };
}

const made: Readonly<Record<string, (name: string, inputs: Properties) => Properties>> = {
  'storage:StorageAccount': (name) => ({
    primaryEndpoints: {
      blob: `https://${name}.blob.core.windows.net/`,
      queue: `https://${name}.queue.core.windows.net/`,
      table: `https://${name}.table.core.windows.net/`,
    },
  }),
  'managedidentity:UserAssignedIdentity': (name) => ({
    principalId: guid(['principal', name]),
    clientId: guid(['client', name]),
    tenantId: guid(['tenant']),
  }),
  'applicationinsights:Component': (name) => ({
    connectionString: `InstrumentationKey=${guid(['key', name])};IngestionEndpoint=https://ingestion.example/`,
  }),
  'web:WebApp': (name) => ({ defaultHostName: `${name}.azurewebsites.net` }),
  // An address of RFC 5737, which no network uses.
  'apimanagement:ApiManagementService': (name) => ({
    gatewayUrl: `https://${name}.azure-api.net`,
    publicIPAddresses: ['203.0.113.10'],
  }),
};

/** `A.B/x/y` with the names 1 and 2 → `A.B/x/1/y/2`. */
export function interleave(type: string, names: readonly string[]): string {
  const [provider, ...types] = type.split('/');
  return [provider, ...types.flatMap((part, index) => [part, names[index]])].join('/');
}

function guid(of: unknown): string {
  return hash(of).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

function hash(of: unknown): string {
  return createHash('sha256').update(JSON.stringify(of)).digest('hex');
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
