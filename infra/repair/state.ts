import Ajv from 'ajv';

/** A resource as Pulumi's state has it (pulumi/pulumi, `apitype.ResourceV3`): the parts used here, and whatever else. */
export interface StateResource {
  urn: string;
  type: string;
  custom?: boolean;
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

const text = { type: 'string' };
const texts = { type: 'array', items: text };
const any = { type: 'object' };

const resource = {
  type: 'object',
  required: ['urn', 'type'],
  properties: {
    urn: text,
    type: text,
    id: text,
    inputs: any,
    outputs: any,
    parent: text,
    provider: text,
    dependencies: texts,
  },
};

const isState = new Ajv({ useDefaults: true }).compile<State>({
  type: 'object',
  required: ['deployment'],
  properties: {
    deployment: {
      type: 'object',
      required: ['manifest'],
      properties: {
        // Both are left out where there are none.
        resources: { type: 'array', items: resource, default: [] },
        pending_operations: {
          type: 'array',
          items: { type: 'object', required: ['type', 'resource'], properties: { type: text, resource } },
          default: [],
        },
      },
    },
  },
});

/** @throws Error for a text that is no state: Pulumi's format has changed. */
export function parseState(json: string): State {
  const state: unknown = JSON.parse(json);
  if (!isState(state)) throw new Error('This is no state of Pulumi as it is known here.', { cause: isState.errors });
  return state;
}
