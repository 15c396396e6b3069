import type { EngineEvent, OpType, StepEventMetadata } from '@pulumi/pulumi/automation';
import { isObject } from '../../gateway/json';
import { nameOf } from '../pulumi/urn';

/** Steps that change something in Azure, in the words of a progress line. */
export const verbs: Partial<Record<OpType, string>> = {
  create: 'creating',
  'create-replacement': 'creating',
  import: 'adopting',
  'import-replacement': 'adopting',
  update: 'updating',
  delete: 'deleting',
  'delete-replaced': 'deleting',
};

/** The step that an event announces; undefined for other events, and for components, the stack and providers. */
export function stepOf({ resourcePreEvent }: EngineEvent): StepEventMetadata | undefined {
  return resourcePreEvent && realStep(resourcePreEvent.metadata);
}

/** The step that an event says is over, well or not. */
export function endedStepOf({ resOutputsEvent, resOpFailedEvent }: EngineEvent): StepEventMetadata | undefined {
  const ended = resOutputsEvent ?? resOpFailedEvent;
  return ended && realStep(ended.metadata);
}

function realStep(step: StepEventMetadata): StepEventMetadata | undefined {
  const isReal = (step.new ?? step.old)?.custom === true && !step.type.startsWith('pulumi:');
  return isReal ? step : undefined;
}

/** What stands in for a value that only Azure can tell (pulumi/pulumi, `plugin.UnknownStringValue`). */
const unknown = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

/** An input of a step's resource, if it is a text that is known. */
export function inputOf(state: StepEventMetadata['new'], name: string): string | undefined {
  const inputs: unknown = state?.inputs;
  const value = isObject(inputs) ? inputs[name] : undefined;
  return typeof value === 'string' && value !== unknown ? value : undefined;
}

export function logicalName({ urn }: StepEventMetadata): string {
  return nameOf(urn);
}
