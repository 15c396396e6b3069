import type { TemplateResource } from '../template';
import { interleave, type Properties, toProperties } from './predictedAzure';

/** A resource that a deployment's template makes, as ARM sees it. */
export interface MadeByTemplate {
  type: string;
  apiVersion: string;
  id: string;
  /** Its names, without that of the outermost resource. */
  name: string;
  properties: Properties;
}

/** What the template of a deployment makes, in the template's order; nothing for anything but a deployment. */
export function madeByTemplate(deploymentId: string, { properties }: Properties): MadeByTemplate[] {
  const { resources } = toProperties(toProperties(properties).template);
  if (!Array.isArray(resources)) return [];
  const group = deploymentId.slice(0, deploymentId.indexOf('/providers/'));
  // infra/template.ts writes no other templates.
  return (resources as TemplateResource[]).map(({ type, apiVersion, name, properties: body }) => ({
    type,
    apiVersion,
    id: `${group}/providers/${interleave(type, name.split('/'))}`,
    name: name.slice(name.indexOf('/') + 1),
    properties: toProperties(unescaped(body)),
  }));
}

/** Undoes what a template needs for texts in brackets. */
function unescaped(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith('[[') && value.endsWith(']') ? value.slice(1) : value;
  if (Array.isArray(value)) return value.map(unescaped);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unescaped(item)]));
}
