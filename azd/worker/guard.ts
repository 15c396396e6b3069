import type { OpType, StepEventMetadata } from '@pulumi/pulumi/automation';
import { ProvisioningError } from '../failure';
import { unversioned } from '../pulumi/type';
import { physicalName } from './rows';
import { changedSettings, type Kept, type Settings } from './settings';
import { inputOf, logicalName } from './steps';

/** Steps after which what a resource holds is gone. */
const losses: ReadonlySet<OpType> = new Set(['replace', 'create-replacement', 'delete-replaced', 'delete']);

/** The steps of a preview that would replace or delete a resource of a guarded type: one for each resource. */
export function guardedSteps(steps: readonly StepEventMetadata[], guard: readonly string[]): StepEventMetadata[] {
  const types = new Set(guard.map(unversioned));
  const lost = steps.filter(({ op, type }) => losses.has(op) && types.has(unversioned(type)));
  // A replacement is several steps; the one named so tells why.
  lost.sort((one, other) => Number(other.op === 'replace') - Number(one.op === 'replace'));
  return [...new Map(lost.toReversed().map((step) => [step.urn, step])).values()].toReversed();
}

interface Refusal {
  guarded: readonly StepEventMetadata[];
  /** As they are now. */
  settings: Settings;
  /** As they were in the last deployment that went well. */
  kept: Kept | undefined;
  log: string;
}

/** The failure that says what would be lost, and because of what. */
export function refuse({ guarded, settings, kept, log }: Refusal): ProvisioningError {
  const changes = kept === undefined ? [] : changedSettings(kept, settings);
  const causes = changes.length > 0 ? changes : changedProperties(guarded);
  const because = causes.length === 0 ? 'a change of the program' : causes.join(', ');
  return new ProvisioningError({
    code: 'guarded_resource',
    category: 'user',
    message: [
      `This would replace or delete what holds data or takes long to make, because of ${because}:`,
      ...guarded.map((step) => `  ${describe(step)}`),
      'Nothing was changed.',
    ].join('\n'),
    suggestion:
      'Put it back, or lose what they hold: ALLOW_REPLACE=true azd provision. azd pulumi preview shows every step.' +
      `\nThe whole log: ${log}`,
  });
}

/** Where nobody knows the settings of last time: the first resource's properties that differ. */
function changedProperties(guarded: readonly StepEventMetadata[]): string[] {
  const step = guarded.find((step) => propertiesOf(step).length > 0);
  if (step === undefined) return [];
  return propertiesOf(step).map((path) => {
    const [before, after] = [inputOf(step.old, path), inputOf(step.new, path)];
    const values = before === undefined || after === undefined ? '' : ` (${before} → ${after})`;
    return `${path} of ${logicalName(step)}${values}`;
  });
}

function propertiesOf({ detailedDiff, diffs, keys }: StepEventMetadata): string[] {
  const replacing = Object.entries(detailedDiff ?? {}).filter(([, { diffKind }]) => diffKind.endsWith('replace'));
  if (replacing.length > 0) return replacing.map(([path]) => path);
  return keys?.length ? keys : (diffs ?? []);
}

function describe(step: StepEventMetadata): string {
  const [logical, physical] = [logicalName(step), physicalName(step.old, step)];
  const name = physical === logical ? logical : `${logical} (${physical})`;
  return `${step.op === 'delete' ? 'delete' : 'replace'} ${name}, ${step.type}`;
}
