import { setTimeout as delay } from 'node:timers/promises';
import type { Ending, Job } from '../job';
import { isAlive, type Operation, processExists, readOperation, runningOperation } from '../operation';
import { stillRunning } from '../running';

const pollMs = 150;

/** A worker, by the traces that it leaves. */
interface Watched extends Pick<Job, 'kind' | 'record' | 'log' | 'stack'> {
  /** The process's; undefined when it could not be started. */
  pid: number | undefined;
}

/** Waits for the end of a worker, whoever started it, and reports meanwhile how far it is. */
export async function watch(watched: Watched, report: (operation: Operation) => void): Promise<Ending> {
  for (;;) {
    const alive = await lives(watched);
    // Read after the question: a worker's last word is written before it ends.
    const operation = find(watched);
    if (operation?.ending) return operation.ending;
    if (!alive) return (await yielded(watched)) ?? died(watched, operation);
    if (operation) report(operation);
    await delay(pollMs);
  }
}

/** The worker's own record; what is there before it writes its first is an earlier one's. */
function find({ record, pid }: Watched): Operation | undefined {
  const operation = readOperation(record);
  return operation?.pid === pid ? operation : undefined;
}

async function lives(watched: Watched): Promise<boolean> {
  const operation = find(watched);
  if (operation) return isAlive(watched.record, operation);
  return watched.pid !== undefined && processExists(watched.pid);
}

/** A worker that finds another one at work leaves at once. */
async function yielded({ pid, record, stack }: Watched): Promise<Ending | undefined> {
  const operation = await runningOperation(record);
  if (operation === undefined || operation.pid === pid) return undefined;
  return { outcome: 'failed', failure: stillRunning(operation, stack), torn: false };
}

function died({ kind, log }: Watched, operation: Operation | undefined): Ending {
  const when = operation ? `, while ${operation.progress}` : ' before it began';
  const again = kind === 'destroy' ? 'azd down' : kind === 'preview' ? 'azd provision --preview' : 'azd provision';
  return {
    outcome: 'failed',
    failure: {
      code: 'worker_died',
      category: 'internal',
      message: `The process that runs Pulumi has ended without a result${when}.`,
      suggestion: `Run ${again} again: it begins with what is left over. What Pulumi said: ${log}`,
    },
    torn: operation !== undefined && kind !== 'preview',
  };
}
