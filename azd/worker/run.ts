import { inspect } from 'node:util';
import { ProvisioningError } from '../failure';
import type { Ending, Job, JobResult } from '../job';
import { runningOperation } from '../operation';
import { checkVersion } from '../pulumi/cli';
import { explain, isTorn, type Told } from '../pulumi/failures';
import { destroy } from './destroy';
import { Errors } from './errors';
import { preview } from './preview';
import { Progress } from './progress';
import { openRecord } from './record';
import { repair } from './repair';
import { openStack } from './stack';
import { up } from './up';
import type { Work } from './work';

export interface Surroundings {
  /** The environment of this process: Pulumi's and the program's. */
  variables: Readonly<Record<string, string>>;
  /** Aborts when somebody wants the operation to end. */
  signal: AbortSignal;
}

const operations: Record<Job['kind'], (work: Work) => Promise<JobResult>> = { preview, up, destroy, repair };

/**
 * Does a job to its end, and writes into the job's record how far it is and how it ended. It never rejects. Where another
 * worker is at work on the stack, it does nothing and leaves the record alone: whoever asked finds that one in it.
 */
export async function runJob(job: Job, { variables, signal }: Surroundings): Promise<void> {
  if (await runningOperation(job.record)) return;
  const progress = new Progress();
  const record = openRecord(job, progress);
  const errors = new Errors();
  const target = { folder: job.folder, stack: job.stack, variables };
  try {
    await checkVersion(target);
    const stack = await openStack(job);
    const result = await operations[job.kind]({ job, stack, target, progress, errors, signal });
    record.end({ outcome: 'done', result });
  } catch (error) {
    process.stderr.write(`${inspect(error)}\n`);
    record.end(toEnding(job, error, { text: String(error), errors: errors.all, log: job.log }));
  }
}

function toEnding({ kind }: Job, error: unknown, told: Told): Ending {
  const { code, category, message, suggestion } = explain(told, error);
  const torn = kind === 'repair' || (!(error instanceof ProvisioningError) && isTorn(told));
  return { outcome: 'failed', failure: { code, category, message, suggestion }, torn };
}
