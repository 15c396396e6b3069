import Ajv from 'ajv';
import { armTypes } from '../../../infra/plan/armTypes';
import { type Properties, toProperties } from '../../../infra/plan/predictedAzure';
import { madeByTemplate } from '../../../infra/plan/templateResources';
import { armSchemas } from './armSchemas';

const ajv = new Ajv({ allErrors: true, strict: false });

const INSIDE = 'properties/';
const besideProperties = new Set(['location', 'tags', 'sku', 'kind', 'identity']);

/** Inputs that azure-native calls by another name than ARM does, or keeps in another place. */
const elsewhere: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'Microsoft.Resources/deployments': { properties: 'properties' },
  'Microsoft.Storage/storageAccounts': { enableHttpsTrafficOnly: 'properties/supportsHttpsTrafficOnly' },
  'Microsoft.OperationalInsights/workspaces': { sku: 'properties/sku' },
  'Microsoft.Insights/components': {
    applicationType: 'properties/Application_Type',
    flowType: 'properties/Flow_Type',
    requestSource: 'properties/Request_Source',
    ingestionMode: 'properties/IngestionMode',
    workspaceResourceId: 'properties/WorkspaceResourceId',
    disableLocalAuth: 'properties/DisableLocalAuth',
  },
  'Microsoft.ApiManagement/service/apis': {
    translateRequiredQueryParametersConduct: 'properties/translateRequiredQueryParameters',
  },
};

/** Inputs that are part of the URL, not of the body. */
function inUrl(type: string): string[] {
  const rows = Object.values(armTypes).filter((row) => row.type === type);
  return ['resourceGroupName', ...rows.flatMap(({ names, scope = '' }) => [...names, scope])];
}

/**
 * The body that azure-native sends to ARM for these inputs: what names the resource goes into the URL, and what is
 * not one of ARM's own members goes under `properties`, of which there are none when nothing goes there.
 */
export function toBody(type: string, inputs: Properties): Properties {
  const named = inUrl(type);
  const members = Object.entries(inputs)
    .filter(([name]) => !named.includes(name))
    .map(([name, value]): [string, unknown] => [pathOf(type, name), name === 'identity' ? withMap(value) : value]);
  const beside = members.filter(([path]) => !path.startsWith(INSIDE));
  const inside = members.filter(([path]) => path.startsWith(INSIDE));
  const properties = Object.fromEntries(inside.map(([path, value]) => [path.slice(INSIDE.length), value]));
  return { ...Object.fromEntries(beside), ...(inside.length > 0 && { properties }) };
}

function pathOf(type: string, name: string): string {
  return elsewhere[type]?.[name] ?? (besideProperties.has(name) ? name : `${INSIDE}${name}`);
}

/** The ids of identities may be a list to azure-native; ARM has them as the keys of a map. */
function withMap(identity: unknown): unknown {
  const { userAssignedIdentities: ids, ...rest } = toProperties(identity);
  if (!Array.isArray(ids)) return identity;
  return { ...rest, userAssignedIdentities: Object.fromEntries(ids.map((id: unknown) => [id, {}])) };
}

/** What ARM would refuse about a resource with these inputs, and about what its template makes. */
export function bodyMistakes(type: string, inputs: Properties): string[] {
  const parts = madeByTemplate('', inputs).flatMap(({ type, name, properties }) =>
    mistakesOf(type, { properties }).map((mistake) => `${name}: ${mistake}`),
  );
  return [...mistakesOf(type, toBody(type, inputs)), ...parts];
}

/** What ARM would refuse about a body; a type without a schema here is a mistake as well. */
export function mistakesOf(type: string, body: unknown): string[] {
  const schema = armSchemas[type];
  if (schema === undefined) return [`There is no schema of ${type} in test/support/infra/armSchemas.`];
  const validate = ajv.compile(schema);
  validate(body);
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
  );
}
