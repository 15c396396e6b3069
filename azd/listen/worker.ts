import { spawn } from 'node:child_process';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Job, JobResult } from '../job';
import { ProvisioningError } from '../failure';
import type { Progress } from '../host/progress';
import type { Session } from '../session';
import { whileRunning } from './lines';
import { watch } from './watch';

type Task = Pick<Job, 'kind'> & Partial<Pick<Job, 'settings' | 'purge'>>;

/**
 * Has Pulumi run, in a process of its own that outlives azd and this one, and waits for its end.
 *
 * @throws ProvisioningError when Pulumi fails or its process dies
 */
export async function run<Kind extends Job['kind']>(
  { task, session, worker }: { task: Task & { kind: Kind }; session: Session; worker: string },
  progress: Progress,
): Promise<Extract<JobResult, { kind: Kind }>> {
  const job = toJob(task, session);
  const pid = start(worker, job, session);
  const ending = await watch({ ...job, pid }, (operation) => {
    progress(whileRunning(operation));
  });
  if (ending.outcome === 'failed') throw new ProvisioningError(ending.failure);
  if (ending.result.kind !== job.kind) throw new Error(`The worker has done ${ending.result.kind}, not ${job.kind}.`);
  // Its kind is that of the job.
  return ending.result as Extract<JobResult, { kind: Kind }>;
}

function toJob({ kind, settings = {}, purge = false }: Task, session: Session): Job {
  const { stack, folder, options, variables } = session;
  return {
    kind,
    stack,
    folder,
    // A preview changes nothing: what is known of the last change stays known.
    record: kind === 'preview' ? join(dirname(session.record), 'preview.json') : session.record,
    log: join(session.logs, `${kind}.log`),
    secretsProvider: options.secretsProvider,
    guard: options.guard,
    allowReplace: variables.ALLOW_REPLACE === 'true',
    settings,
    purge,
  };
}

/** @returns the process's id */
function start(worker: string, job: Job, { variables }: Session): number | undefined {
  writeFileSync(job.log, '', { mode: 0o600 });
  const log = openSync(job.log, 'a');
  const child = spawn(process.execPath, [worker], {
    cwd: job.folder,
    env: variables,
    // A session of its own: neither a closing terminal nor azd's end reaches it.
    detached: true,
    windowsHide: true,
    stdio: ['pipe', log, log],
  });
  closeSync(log);
  // Its end is seen in its record.
  child.on('error', () => undefined);
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(JSON.stringify(job));
  child.unref();
  return child.pid;
}
