import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { readOptions, type OptionTable } from '../../terminal/options';
import { note, print } from '../../terminal/output';
import { UserError } from '../../terminal/userError';
import { type Operation, runningOperation } from '../operation';
import { names } from '../running';
import type { Session } from '../session';
import type { Command, Context } from './command';
import { printHelp } from './help';
import { describeOwner, isDead, lockOwners, type Owner } from './lock';
import { onTerminal } from './onTerminal';

const optionTable = {
  yes: { type: 'boolean', help: 'take the lock away without asking, whoever holds it' },
} as const satisfies OptionTable;

export const cancel: Command = {
  summary: 'stops what goes on once the cloud has finished what it has begun; frees the lock of a dead Pulumi',
  changes: () => false,
  run: cancelOperation,
};

async function cancelOperation({ session, args, launch }: Context): Promise<number> {
  const options = readOptions(optionTable, args);
  if (!options) return printHelp('cancel', cancel.summary, optionTable);
  const operation = await runningOperation(session.record);
  if (operation) return stop(operation, session);
  const owners = lockOwners(session);
  if (owners?.length === 0) {
    print(`Nothing goes on in ${session.environmentName}, and nobody holds its stack.`);
    return 0;
  }
  const asked = process.stdin.isTTY && !launch.noPrompt;
  if (!options.yes && !owners?.every(isDead)) await confirm(owners, session, asked);
  return onTerminal(session, 'pulumi', ['cancel', '--yes', '--stack', session.stack]);
}

/**
 * Asks the worker to stop, by one signal: a second one would make Pulumi leave what the cloud has begun, and a stack
 * that does not know of it.
 */
function stop({ kind, pid, startedAt, progress }: Operation, { record }: Session): number {
  // There a signal would kill the worker.
  if (process.platform === 'win32') {
    throw new UserError(`On Windows nothing can stop it from here: ${progress}. Wait for its end.`);
  }
  if (kind === 'repair') throw new UserError('A repair is not stopped half-way. Wait for its end.');
  const asked = `${record}.cancelled`;
  const mark = `${pid} ${startedAt}`;
  if (existsSync(asked) && readFileSync(asked, 'utf8') === mark) {
    print(`It has been asked to stop before, and finishes what the cloud has begun: ${progress}.`);
    return 0;
  }
  if (!interrupt(pid)) {
    print(`${names[kind]} has just ended.`);
    return 0;
  }
  writeFileSync(asked, mark, { mode: 0o600 });
  print(`${names[kind]} stops. It finishes what the cloud has begun: ${progress}.`);
  print('The terminal may be closed. azd provision goes on from there later.');
  return 0;
}

/** @returns whether there is still such a process */
function interrupt(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGINT');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}

/** @throws UserError when nobody can be asked, or the person says no */
async function confirm(owners: readonly Owner[] | undefined, { backend }: Session, asked: boolean): Promise<void> {
  const living = owners?.find((owner) => !isDead(owner));
  const holder = living
    ? `The stack is held by ${describeOwner(living)}, which may be at work.`
    : `Only ${backend.url} knows whether somebody holds the stack, and who.`;
  if (!asked) throw new UserError(`${holder} Wait for its end. If it is dead: azd pulumi cancel --yes`);
  note(`${holder} If it is at work, taking the lock away tears the stack.`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question('Take it away? (y/N) ').finally(() => {
    terminal.close();
  });
  if (!/^y(es)?$/i.test(answer.trim())) throw new UserError('The lock was left where it is.', { kind: 'declined' });
}
