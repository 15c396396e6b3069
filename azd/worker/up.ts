import type { EngineEvent, OutputMap } from '@pulumi/pulumi/automation';
import type { JobResult } from '../job';
import { textOfOutput } from '../pulumi/outputs';
import { where } from '../pulumi/where';
import { refuseCancelled } from './cancelled';
import { guardedSteps, refuse } from './guard';
import { forgetOutputs } from './outputNames';
import { previewSteps } from './preview';
import type { Work } from './work';
import { keep, readKept, readSettings } from './settings';
import { toLog } from './stack';
import { verbs } from './steps';

/** Previews, refuses what the guard refuses, and deploys. */
export async function up(work: Work): Promise<JobResult> {
  const { job, stack, target, progress, errors, signal } = work;
  const kept = readKept(job);
  progress.enter(kept === undefined ? await where(target) : 'comparing');
  const steps = await previewSteps(work);
  const settings = await readSettings(work);
  const guarded = job.allowReplace ? [] : guardedSteps(steps, job.guard);
  if (guarded.length > 0) throw refuse({ guarded, settings, kept, log: job.log });
  progress.enter('deploying');
  refuseCancelled(signal);
  const result = await stack.up({
    ...toLog,
    signal,
    onEvent: (event: EngineEvent) => {
      errors.see(event);
      progress.changed(event);
    },
  });
  const told = tell(result.outputs);
  keep(job, { settings, outputs: told.outputs });
  forgetOutputs(job);
  return { kind: 'up', ...told, unchanged: steps.every(({ op }) => !(op in verbs)) };
}

/** Outputs without the secrets, which only leave their names. */
function tell(all: OutputMap): { outputs: Record<string, string>; secrets: string[] } {
  const entries = Object.entries(all);
  return {
    outputs: Object.fromEntries(
      entries.filter(([, { secret }]) => !secret).map(([name, { value }]) => [name, textOfOutput(value)]),
    ),
    secrets: entries.filter(([, { secret }]) => secret).map(([name]) => name),
  };
}
