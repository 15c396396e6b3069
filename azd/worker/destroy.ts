import type { EngineEvent } from '@pulumi/pulumi/automation';
import type { JobResult } from '../job';
import { pulumi } from '../pulumi/cli';
import { parseState } from '../pulumi/state';
import { readArmToken } from './armToken';
import { refuseCancelled } from './cancelled';
import { rememberOutputs } from './outputNames';
import { purge } from './purge';
import type { Work } from './work';
import { forget, remember } from './softDeleted';
import { toLog } from './stack';

/** Deletes all that the stack has, and for good what Azure would keep back if the job says so. The stack itself stays. */
export async function destroy(work: Work): Promise<JobResult> {
  const { job, stack, target, progress, errors, signal } = work;
  const { resources } = parseState(await pulumi(target, ['stack', 'export']));
  const remembered = remember(job, resources);
  const outputs = rememberOutputs(job, Object.keys(await stack.outputs()));
  progress.enter('deleting');
  progress.expect(resources.filter(({ id, type }) => id !== undefined && !type.startsWith('pulumi:')).length);
  refuseCancelled(signal);
  await stack.destroy({
    ...toLog,
    signal,
    onEvent: (event: EngineEvent) => {
      errors.see(event);
      progress.changed(event);
    },
  });
  if (!job.purge || remembered.length === 0) return { kind: 'destroy', outputs, purged: [] };
  const token = await readArmToken(target);
  for (const resource of remembered) {
    refuseCancelled(signal);
    progress.enter(`removing ${resource.name} for good`);
    await purge(resource, { token, signal });
  }
  forget(job);
  return { kind: 'destroy', outputs, purged: remembered.map(({ name }) => name) };
}
