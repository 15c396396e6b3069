import { isObject, type Json } from '../../gateway/json';

/** A resource of a stack, as far as this extension looks at it. */
export interface StateResource {
  urn: string;
  type: string;
  /** Azure's. */
  id: string | undefined;
  outputs: Json;
}

/** What a stack has, and what had begun when Pulumi ended. */
export interface State {
  resources: readonly StateResource[];
  pending: readonly { type: string; urn: string }[];
}

/**
 * Reads what `pulumi stack export` prints (pulumi/pulumi, `apitype.DeploymentV3`).
 *
 * @throws Error for a text that is no state: Pulumi's format has changed
 */
export function parseState(text: string): State {
  const state: unknown = JSON.parse(text);
  const deployment = isObject(state) ? state.deployment : undefined;
  if (!isObject(deployment)) throw new Error('pulumi stack export printed no state.');
  return {
    resources: objectsOf(deployment.resources).map(toResource),
    pending: objectsOf(deployment.pending_operations).map(({ type, resource }) => ({
      type: textOf(type),
      urn: isObject(resource) ? textOf(resource.urn) : '',
    })),
  };
}

/** The resources without Pulumi's own: without stack, providers and components, which have no id. */
export function ownResources({ resources }: State): StateResource[] {
  return resources.filter(({ id, type }) => id !== undefined && !type.startsWith('pulumi:'));
}

function toResource({ urn, type, id, outputs }: Json): StateResource {
  return {
    urn: textOf(urn),
    type: textOf(type),
    id: typeof id === 'string' ? id : undefined,
    outputs: isObject(outputs) ? outputs : {},
  };
}

function objectsOf(list: unknown): Json[] {
  return Array.isArray(list) ? list.filter(isObject) : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
