import type { EngineEvent } from '@pulumi/pulumi/automation';
import { ProvisioningError } from '../failure';
import type { JobResult } from '../job';
import { pulumi } from '../pulumi/cli';
import { readArmToken } from '../pulumi/armToken';
import { ownResources, parseState } from '../pulumi/state';
import { refuseCancelled } from './cancelled';
import { rememberOutputs } from './outputNames';
import { purge } from './purge';
import type { Work } from './work';
import { forget, remember } from './softDeleted';
import { toLog } from './stack';

/** Deletes all that the stack has, and for good what Azure would keep back if the job says so. The stack itself stays. */
export async function destroy(work: Work): Promise<JobResult> {
  const { job, stack, target, progress, errors, signal } = work;
  const resources = ownResources(parseState(await pulumi(target, ['stack', 'export'])));
  const remembered = remember(job, resources);
  const outputs = rememberOutputs(job, Object.keys(await stack.outputs()));
  progress.enter('deleting');
  progress.expect(resources.length);
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
  const token = await readArmToken(target).catch((cause: unknown) => {
    throw cause instanceof ProvisioningError ? unpurged(cause) : cause;
  });
  for (const resource of remembered) {
    refuseCancelled(signal);
    progress.enter(`removing ${resource.name} for good`);
    await purge(resource, { token, signal });
  }
  forget(job);
  return { kind: 'destroy', outputs, purged: remembered.map(({ name }) => name) };
}

function unpurged(cause: ProvisioningError): ProvisioningError {
  const { code, category, message, suggestion } = cause;
  return new ProvisioningError(
    {
      ...{ code, category },
      message: `Everything is deleted, but not for good what Azure keeps back. ${message}`,
      suggestion: `${suggestion} Then run azd down --force --purge once more.`,
    },
    cause,
  );
}
