import type { Operation } from '../operation';

type Shown = Pick<Operation, 'kind' | 'progress'>;

/** They change nothing in Azure. */
const harmless: readonly string[] = ['preview', 'repair'] satisfies Operation['kind'][];

/**
 * What a person reads while an operation goes on. azd leaves at once when it is interrupted and says nothing: what happens
 * then has to be said before. On Windows azd takes the worker with it.
 */
export function whileRunning({ kind, progress }: Shown, platform = process.platform): string {
  return harmless.includes(kind) || platform === 'win32' ? progress : `${progress} (Ctrl-C leaves Azure at work)`;
}

/** The same of an operation that somebody else has begun. Nothing stops a repair, and on Windows nothing at all. */
export function whileFinishing({ kind, progress }: Shown, platform = process.platform): string {
  const stop = kind === 'repair' || platform === 'win32' ? '' : '; azd pulumi cancel stops it';
  return `still finishing: ${progress}${stop}`;
}
