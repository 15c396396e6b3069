import type { Properties } from '../../../infra/plan/imaginedAzure';

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

function isNamed(type: string): boolean {
  return type.startsWith('Microsoft.Web/');
}
