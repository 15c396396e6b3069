import Ajv from 'ajv';
import { armTypes } from '../../../infra/plan/armTypes';
import type { Properties } from '../../../infra/plan/predictedAzure';
import { armSchemas } from './armSchemas';

const ajv = new Ajv({ allErrors: true, strict: false });

const besideProperties = new Set(['location', 'tags', 'sku', 'kind', 'identity']);

/** Inputs that are part of the URL, not of the body. */
function inUrl(type: string): string[] {
  const rows = Object.values(armTypes).filter((row) => row.type === type);
  return ['resourceGroupName', ...rows.flatMap(({ names, scope = '' }) => [...names, scope])];
}

/**
 * The body that azure-native sends to ARM for these inputs: what names the resource goes into the URL, and what is
 * not one of ARM's own members goes under `properties`.
 */
export function toBody(type: string, inputs: Properties): Properties {
  const named = inUrl(type);
  const entries = Object.entries(inputs).filter(([name]) => !named.includes(name));
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
