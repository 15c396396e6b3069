import { mkdirSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Ending, Job } from './job';

/**
 * The last operation on a stack, as its worker writes it down: whoever started the worker may be gone, and the next one
 * reads here what is still going on or how it ended.
 */
export interface Operation {
  kind: Job['kind'];
  /** The worker's. */
  pid: number;
  /** ISO 8601. */
  startedAt: string;
  /** One line: `creating 12 of 49: apim, 3 min`. */
  progress: string;
  log: string;
  /** Missing while it goes on, and for ever when the worker was killed. */
  ending?: Ending;
}

/** How often a worker shows that it lives, whether there is news or not. */
export const heartbeatMs = 1000;

/** A process that has not shown itself for this long has another's number, or sleeps with the whole machine. */
const staleMs = 10 * heartbeatMs;

/** Replaces the record at once: a reader never sees half of it. */
export function writeOperation(record: string, operation: Operation): void {
  mkdirSync(dirname(record), { recursive: true, mode: 0o700 });
  const beside = `${record}.${process.pid}`;
  writeFileSync(beside, JSON.stringify(operation), { mode: 0o600 });
  renameSync(beside, record);
}

/** The last operation of a stack; undefined where there was none. */
export function readOperation(record: string): Operation | undefined {
  try {
    // Written by writeOperation alone.
    return JSON.parse(readFileSync(record, 'utf8')) as Operation;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Says that the worker lives. */
export function beat(record: string): void {
  const now = new Date();
  utimesSync(record, now, now);
}

/** Whether the worker of an operation that has no ending lives. */
export async function isAlive(record: string, { pid }: Operation): Promise<boolean> {
  if (!processExists(pid)) return false;
  if (isFresh(record)) return true;
  // After the machine has slept, its first sign of life comes soon.
  await delay(2 * heartbeatMs);
  return processExists(pid) && isFresh(record);
}

function isFresh(record: string): boolean {
  const { mtimeMs } = statSync(record, { throwIfNoEntry: false }) ?? { mtimeMs: 0 };
  return Date.now() - mtimeMs < staleMs;
}

/** The operation whose worker is still at work, whoever started it. */
export async function runningOperation(record: string): Promise<Operation | undefined> {
  const operation = readOperation(record);
  if (operation === undefined || operation.ending) return undefined;
  return (await isAlive(record, operation)) ? operation : undefined;
}

export function processExists(pid: number): boolean {
  try {
    // Signal 0 only asks whether there is such a process.
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
