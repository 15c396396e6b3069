import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { explain } from '../pulumi/failures';
import type { Session } from '../session';

/**
 * Runs a program for a session on this very terminal, to its end. Ctrl-C reaches the program by itself: this process
 * only waits for it.
 *
 * @returns its exit code, or 128 and the number of the signal that ended it
 * @throws ProvisioningError when there is no such program
 */
export function onTerminal(session: Session, program: string, args: readonly string[]): Promise<number> {
  const ignore = () => undefined;
  process.on('SIGINT', ignore);
  return new Promise<number>((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: session.folder,
      env: session.variables,
      stdio: 'inherit',
      // npm is a .cmd there, which only a shell starts. No argument of ours needs to be quoted.
      shell: process.platform === 'win32' && program === 'npm',
    });
    child.on('error', (cause) => {
      reject(explain({ text: cause.message }, cause));
    });
    child.on('exit', (code, signal) => {
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  }).finally(() => {
    process.off('SIGINT', ignore);
  });
}
