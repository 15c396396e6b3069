import { inspect } from 'node:util';
import { note, styled } from '../../terminal/output';
import { exitCodes, UserError } from '../../terminal/userError';
import type { Launch } from '../config';
import { ProvisioningError } from '../failure';
import { withoutAzdFlags } from './azdFlags';
import { cancel } from './cancel';
import type { Command } from './command';
import { examine } from './doctor';
import { printCommands } from './help';
import { openFromAzd } from './open';
import { outputs } from './outputs';
import { pulumiCommands } from './pulumi';
import { repair } from './repair';
import { refuseWhileRunning } from '../running';

/** Everything that follows `azd pulumi`. */
const commands: Readonly<Record<string, Command>> = { ...pulumiCommands, outputs, cancel, repair };

const summaries: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(commands).map(([name, { summary }]) => [name, summary])),
  doctor: 'looks at everything that a deployment needs, and says what to do',
};

/**
 * Runs `azd pulumi <args>` on the terminal. azd turns each exit code but 0 into 1 and prints nothing by itself.
 *
 * @returns the exit code
 */
export async function runCommand(args: readonly string[], launch: Launch): Promise<number> {
  try {
    return await run(withoutAzdFlags(args), launch);
  } catch (error) {
    return fail(error);
  }
}

async function run([name = '--help', ...args]: readonly string[], launch: Launch): Promise<number> {
  if (['--help', '-h', 'help'].includes(name)) return printCommands(summaries);
  // It says itself what is wrong with the session.
  if (name === 'doctor') return examine(launch, () => openFromAzd(launch));
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new UserError(`azd pulumi has no command "${name}".`, { kind: 'misuse' });
  const session = await openFromAzd(launch);
  if (command.changes(args)) await refuseWhileRunning(session);
  return command.run({ session, args, launch });
}

function fail(error: unknown): number {
  if (!(error instanceof UserError)) {
    note(inspect(error));
    return exitCodes.bug;
  }
  note(styled('red', error.message, process.stderr));
  if (error instanceof ProvisioningError) note(error.suggestion);
  if (error.kind === 'misuse') note('See azd pulumi --help.');
  return exitCodes[error.kind];
}
