import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { UserError } from '../../terminal/userError';

export const projectFolder = join(__dirname, '../..');

/** States have no limit that is documented. */
const maxBuffer = 256 * 1024 * 1024;

/** The Pulumi CLI ended with a failure. Its message is what the CLI calls the error. */
export class PulumiFailure extends UserError {}

/**
 * Runs the Pulumi CLI in this project. Not through Pulumi's Automation API, which exports secrets in the clear.
 *
 * @param stack the selected one if it is not named
 * @returns its standard output
 * @throws PulumiFailure
 */
export function pulumi(args: readonly string[], stack?: string): Promise<string> {
  const all = [...args, ...(stack === undefined ? [] : ['--stack', stack]), '--non-interactive', '--color', 'never'];
  return new Promise((resolve, reject) => {
    execFile('pulumi', all, { cwd: projectFolder, maxBuffer }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else if (error.code === 'ENOENT') reject(new UserError('There is no Pulumi CLI on the PATH.', { cause: error }));
      else reject(new PulumiFailure(errorsIn(`${stdout}\n${stderr}`) || error.message, { cause: error }));
    });
  });
}

/** What the CLI says after each `error: `, with the indented lines that follow; nothing where it only says that it failed. */
function errorsIn(output: string): string {
  const errors = Array.from(output.matchAll(/^\s*error: (.*(?:\n {2,}\S.*)*)/gm), ([, text = '']) => text);
  return [...new Set(errors)].filter((text) => !/^\w+ failed$/.test(text)).join('\n');
}
