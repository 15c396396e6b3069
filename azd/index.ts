import { join } from 'node:path';
import { inspect } from 'node:util';
import { note } from '../terminal/output';
import { exitCodes } from '../terminal/userError';
import { runCommand } from './commands';
import { type Launch, readLaunch } from './config';
import { ProvisioningError } from './failure';
import { listen } from './listen';

void main(process.argv.slice(2), readLaunch());

/** azd runs `listen` for its own commands, and anything else for `azd pulumi …`. */
async function main(args: readonly string[], launch: Launch): Promise<void> {
  try {
    process.exit(await start(args, launch));
  } catch (error) {
    const known = error instanceof ProvisioningError;
    note(known ? `${error.message}\n${error.suggestion}` : inspect(error));
    process.exit(known ? exitCodes.failed : exitCodes.bug);
  }
}

/** Loads nothing of Pulumi: azd starts every extension in every project, and waits for it. */
function start(args: readonly string[], launch: Launch): Promise<number> {
  return args[0] === 'listen' ? listen(launch, join(__dirname, 'worker.js')) : runCommand(args, launch);
}
