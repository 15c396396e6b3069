import type { EngineEvent, OpType, StepEventMetadata } from '@pulumi/pulumi/automation';
import { DiffKind } from '@pulumi/pulumi/automation/events';

export interface Wish {
  op: OpType;
  name: string;
  /** After `azure-native:`, or a whole type with two colons. */
  type?: string;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
  /** Properties because of which it is replaced. */
  replacedBy?: string[];
  custom?: boolean;
}

/** A step as the engine tells it. */
export function step(wish: Wish): StepEventMetadata {
  const { op, name, type: token = 'web:WebApp', before, after, replacedBy = [], custom = true } = wish;
  const type = token.split(':').length > 2 ? token : `azure-native:${token}`;
  const urn = `urn:pulumi:dev::project::${type}::${name}`;
  const state = (inputs: Record<string, unknown> = {}) => ({
    ...{ type, urn, custom, id: '', parent: '', provider: '' },
    ...{ inputs, outputs: {} },
  });
  return {
    ...{ op, urn, type, provider: '' },
    ...(op !== 'create' && { old: state(before) }),
    ...(op !== 'delete' && op !== 'delete-replaced' && { new: state(after) }),
    detailedDiff: Object.fromEntries(
      replacedBy.map((path) => [path, { diffKind: DiffKind.updateReplace, inputDiff: true }]),
    ),
  };
}

export function begins(wish: Wish): EngineEvent {
  return { sequence: 0, timestamp: 0, resourcePreEvent: { metadata: step(wish) } };
}

export function ends(wish: Wish): EngineEvent {
  return { sequence: 0, timestamp: 0, resOutputsEvent: { metadata: step(wish) } };
}

export function fails(wish: Wish): EngineEvent {
  return { sequence: 0, timestamp: 0, resOpFailedEvent: { metadata: step(wish), status: 0, steps: 0 } };
}
