import type { EngineEvent, StepEventMetadata } from '@pulumi/pulumi/automation';
import type { JobResult } from '../job';
import { refuseCancelled } from './cancelled';
import { rowsOf } from './rows';
import type { Work } from './work';
import { stepOf } from './steps';
import { toLog } from './stack';

/** What an `up` would do, as rows of azd's table. */
export async function preview(work: Work): Promise<JobResult> {
  work.progress.enter('comparing');
  return { kind: 'preview', rows: rowsOf(await previewSteps(work)) };
}

/** All that an `up` would do, step by step; nothing is changed. */
export async function previewSteps({ stack, progress, errors, signal }: Work): Promise<StepEventMetadata[]> {
  const steps: StepEventMetadata[] = [];
  refuseCancelled(signal);
  await stack.preview({
    ...toLog,
    signal,
    onEvent: (event: EngineEvent) => {
      errors.see(event);
      progress.previewed(event);
      const step = stepOf(event);
      if (step) steps.push(step);
    },
  });
  return steps;
}
