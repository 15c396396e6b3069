import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Job } from '../job';

/**
 * The names of a stack's outputs, written down before it is destroyed: when the answer to azd is lost, the next
 * destruction finds no outputs any more, and azd's environment still has them.
 *
 * @returns also the names that an earlier destruction left
 */
export function rememberOutputs(job: Job, names: readonly string[]): string[] {
  const all = [...new Set([...read(job), ...names])];
  writeFileSync(fileOf(job), JSON.stringify(all), { mode: 0o600 });
  return all;
}

/** The next deployment gives azd all outputs anew. */
export function forgetOutputs(job: Job): void {
  rmSync(fileOf(job), { force: true });
}

function read(job: Job): string[] {
  const list: unknown = existsSync(fileOf(job)) ? JSON.parse(readFileSync(fileOf(job), 'utf8')) : [];
  return Array.isArray(list) ? list.map(String) : [];
}

function fileOf({ record }: Job): string {
  return join(dirname(record), 'outputNames.json');
}
