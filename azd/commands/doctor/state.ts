import { existsSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isObject } from '../../../gateway/json';
import { hasSecretsProvider } from '../../backend';
import { readOperation, runningOperation } from '../../operation';
import { readArmToken } from '../../pulumi/armToken';
import { pendingCreations } from '../../pulumi/pending';
import { pulumi } from '../../pulumi/cli';
import type { Session } from '../../session';
import { describeOwner, isDead, lockOwners } from '../lock';
import { findStack } from '../pulumi';
import type { Finding } from './finding';

/** @throws ProvisioningError that says where to log in */
export async function checkLogin(session: Session): Promise<Finding> {
  await readArmToken(session);
  return { subject: 'login', text: 'gives a token for Azure' };
}

export async function checkBackend(session: Session): Promise<Finding> {
  const { url, isDefault } = session.backend;
  const answer: unknown = JSON.parse(await pulumi(session, ['whoami', '--json']));
  const user = isObject(answer) && typeof answer.user === 'string' ? answer.user : 'somebody';
  const kept = isDefault ? 'in a folder of this project, and nowhere else' : `as ${user}`;
  return { subject: 'state', text: `${url} (${kept})` };
}

/** What encrypts the secrets in a state that no service keeps. */
export function checkPassphrase({ backend, options, variables }: Session): Finding | undefined {
  if (backend.url.startsWith('https://') || hasSecretsProvider(options)) return undefined;
  const subject = 'passphrase';
  if (variables.PULUMI_CONFIG_PASSPHRASE !== undefined) return { subject, text: 'from PULUMI_CONFIG_PASSPHRASE' };
  const file = variables.PULUMI_CONFIG_PASSPHRASE_FILE;
  if (file !== undefined && existsSync(file)) return { subject, text: `in ${file}` };
  return {
    subject,
    text: file === undefined ? 'is not there' : `${file} is not there`,
    advice: 'Set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE. A state without its passphrase is lost.',
  };
}

export async function checkStack(session: Session): Promise<Finding[]> {
  const stack = await findStack(session);
  if (!stack) return [{ subject: 'stack', text: `${session.stack} is not there yet: azd provision makes it` }];
  const there = { subject: 'stack', text: `${session.stack}, ${stack.resourceCount ?? 0} resources` };
  const pending = await pendingCreations(session);
  if (pending.length === 0) return [there];
  return [
    there,
    { subject: 'left behind', text: `begun and not ended: ${pending.join(', ')}`, advice: 'azd pulumi repair' },
  ];
}

export function checkLock(session: Session): Finding {
  const subject = 'lock';
  const owners = lockOwners(session);
  if (owners === undefined) return { subject, text: 'only the backend knows' };
  const [owner] = owners;
  if (!owner) return { subject, text: 'nobody holds the stack' };
  const text = `held by ${describeOwner(owner)}`;
  return isDead(owner) ? { subject, text: `${text}, which is dead`, advice: 'azd pulumi cancel' } : { subject, text };
}

export async function checkOperation(session: Session): Promise<Finding> {
  const subject = 'last operation';
  const running = await runningOperation(session.record);
  if (running) return { subject, text: `goes on: ${running.progress}` };
  const last = readOperation(session.record);
  if (!last) return { subject, text: 'none yet' };
  if (!last.ending) {
    return { subject, text: `${last.kind} was killed: ${last.progress}`, advice: 'azd pulumi repair' };
  }
  if (last.ending.outcome === 'done') return { subject, text: `${last.kind}, done` };
  const { failure, torn } = last.ending;
  return {
    subject,
    text: `${last.kind} failed: ${failure.message.split('\n')[0] ?? ''}`,
    advice: torn ? 'azd pulumi repair' : failure.suggestion,
  };
}

/** Pulumi writes a file for each command that it runs, and removes none. */
export function checkLogs({ variables }: Session): Finding {
  const folder = join(variables.PULUMI_HOME ?? join(homedir(), '.pulumi'), 'logs');
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const bytes = files.reduce(
    (sum, file) => sum + (statSync(join(folder, file), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
  return { subject: 'logs of Pulumi', text: `${(bytes / 1e6).toFixed(1)} MB in ${folder}, which may be deleted` };
}
