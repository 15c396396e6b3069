import Ajv from 'ajv';
import type { Properties } from '../../../infra/plan/predictedAzure';
import { armSchemas } from './armSchemas';

const ajv = new Ajv({ allErrors: true, strict: false });

/** Inputs that are part of the URL, not of the body. */
const inUrl = new Set([
  'resourceGroupName',
  'serviceName',
  'apiId',
  'policyId',
  'backendId',
  'namedValueId',
  'productId',
  'sid',
  'loggerId',
  'diagnosticId',
]);
const besideProperties = new Set(['location', 'tags', 'sku', 'kind', 'identity']);

/**
 * The body that azure-native sends to ARM for these inputs: what names the resource goes into the URL, and what is
 * not one of ARM's own members goes under `properties`.
 */
export function toBody(type: string, inputs: Properties): Properties {
  if ('resourceProviderNamespace' in inputs) return { properties: inputs.properties };
  const entries = Object.entries(inputs).filter(([name]) => !inUrl.has(name) && !(name === 'name' && isNamed(type)));
  const envelope = entries.filter(([name]) => besideProperties.has(name));
  return {
    ...Object.fromEntries(envelope),
    properties: Object.fromEntries(entries.filter(([name]) => !besideProperties.has(name))),
  };
}

/** What ARM would refuse about a resource with these inputs; nothing for types whose bodies have no schema here. */
export function bodyMistakes(type: string, inputs: Properties): string[] {
  return type in armSchemas ? mistakesOf(type, toBody(type, inputs)) : [];
}

export function mistakesOf(type: string, body: unknown): string[] {
  const validate = ajv.compile(armSchemas[type] ?? false);
  validate(body);
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
  );
}

function isNamed(type: string): boolean {
  return type.startsWith('Microsoft.Web/');
}
