/** A resource as Pulumi's state has it (pulumi/pulumi, `apitype.ResourceV3`): the parts used here, and whatever else. */
export interface StateResource {
  urn: string;
  type: string;
  custom: boolean;
  id?: string;
  inputs?: object;
  outputs?: object;
  parent?: string;
  provider?: string;
  dependencies?: readonly string[];
}

/** What the engine had begun when it ended. */
interface PendingOperation {
  type: string;
  resource: StateResource;
}

/** What `pulumi stack export` prints and `pulumi stack import` reads. */
export interface State {
  deployment: {
    resources: readonly StateResource[];
    pending_operations: readonly PendingOperation[];
  };
}

/** @throws Error for a text that is no state: Pulumi's format has changed. */
export function parseState(text: string): State {
  const state: unknown = JSON.parse(text);
  if (!has(state, 'deployment') || !has(state.deployment, 'manifest')) throw new Error('This is no state of Pulumi.');
  const { resources = [], pending_operations = [] } = { ...listsOf(state.deployment) };
  if (!resources.every(isResource) || !pending_operations.every(isOperation)) {
    throw new Error('The state has resources that are not as Pulumi writes them.');
  }
  return { ...state, deployment: { ...state.deployment, resources, pending_operations } };
}

/** Both are left out where there are none. */
function listsOf(deployment: object): { resources?: unknown[]; pending_operations?: unknown[] } {
  return Object.fromEntries(Object.entries(deployment).filter(([, value]) => Array.isArray(value)));
}

function isOperation(value: unknown): value is PendingOperation {
  return has(value, 'type') && typeof value.type === 'string' && has(value, 'resource') && isResource(value.resource);
}

function isResource(value: unknown): value is StateResource {
  return has(value, 'urn') && typeof value.urn === 'string' && has(value, 'type') && typeof value.type === 'string';
}

function has<Key extends string>(value: unknown, key: Key): value is Record<Key, unknown> {
  return typeof value === 'object' && value !== null && key in value;
}
