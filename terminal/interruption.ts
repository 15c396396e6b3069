import { startedByNpm } from './config';
import { exitCodes } from './userError';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** npm passes on the signals that the terminal has already sent; a second one this soon is the same wish. */
const echoMs = 500;
const watchMs = 200;

let onInterruption = end;

/** From now on Ctrl-C and its like end the program at once, until it asks to be told by {@link interrupted}. */
export function endWhenInterrupted(): void {
  for (const signal of signals) {
    process.on(signal, () => {
      onInterruption();
    });
  }
  if (startedByNpm()) watchShell();
}

/** Resolves at the first Ctrl-C or its like; one that follows later ends the program at once, and with it all its children. */
export function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    // Waiting for a signal alone does not keep Node running.
    const waiting = setInterval(() => undefined, 60_000);
    let firstAt: number | undefined;
    onInterruption = () => {
      firstAt ??= performance.now();
      if (performance.now() - firstAt > echoMs) end();
      clearInterval(waiting);
      resolve();
    };
  });
}

/** npm passes a SIGTERM on to the shell in which it runs a script, and many a shell dies of it without telling anybody. */
function watchShell(): void {
  const shell = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(watch);
    onInterruption();
  }, watchMs).unref();
}

function end(): void {
  process.exit(exitCodes.interrupted);
}
