import { execFile } from 'node:child_process';
import type { Session } from '../session';
import { explain } from './failures';
import { requireVersion } from './version';

/** What the Pulumi CLI needs to know of a session. */
export type Target = Pick<Session, 'folder' | 'stack' | 'variables'>;

/** States have no limit that is documented. */
const maxBuffer = 256 * 1024 * 1024;

/** Commands that know no `--stack`. */
const stackless = new Set(['version', 'whoami', 'org', 'plugin', 'about']);

/**
 * Runs the Pulumi CLI for the stack of a session, without a terminal and without colours.
 *
 * @param args without `--stack`
 * @returns its standard output
 * @throws ProvisioningError
 */
export function pulumi(target: Target, args: readonly string[]): Promise<string> {
  const { folder, stack, variables } = target;
  const [command = ''] = args;
  const named = stackless.has(command) || args.includes('--stack') ? [] : ['--stack', stack];
  const all = [...args, ...named, '--non-interactive', '--color', 'never'];
  return new Promise((resolve, reject) => {
    execFile('pulumi', all, { cwd: folder, env: variables, maxBuffer }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(explain({ text: textOf(error, `${stderr}\n${stdout}`) }, error));
    });
  });
}

/** @throws ProvisioningError when there is no Pulumi CLI, or one that is too old */
export async function checkVersion(target: Target): Promise<void> {
  requireVersion(await pulumi(target, ['version']));
}

function textOf(error: Error, output: string): string {
  const started = !('code' in error && error.code === 'ENOENT');
  return started && output.trim() !== '' ? output : error.message;
}
