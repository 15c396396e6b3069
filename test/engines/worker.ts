import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readLaunch } from '../../azd/config';
import type { Ending, Job, JobResult } from '../../azd/job';
import { type Operation, readOperation } from '../../azd/operation';
import { openSession, type Session } from '../../azd/session';
import { SUBSCRIPTION } from '../support/infra/program';
import type { Engine } from './engine';

const entry = join(__dirname, '../../azd/worker/index.ts');

export interface Opening {
  root: string;
  environmentName?: string;
  values?: Record<string, string>;
  config?: object;
}

/** A session as azd's extension opens it, but with the engine of the tests. */
export function openTestSession(engine: Engine, opening: Opening): Session {
  const { root, environmentName = 'worker-test', values = {}, config = {} } = opening;
  return openSession({
    root,
    infraPath: 'infra',
    config: { guard, ...config },
    environmentName,
    values: {
      AZURE_LOCATION: 'japaneast',
      AZURE_SUBSCRIPTION_ID: SUBSCRIPTION,
      AZURE_ENV_NAME: environmentName,
      ...values,
    },
    tenantId: undefined,
    launch: readLaunch({ ...process.env, ...engine.environment, ...unset }),
  });
}

/** What the engine of the tests says, and what is the extension's to decide. */
const unset = {
  PULUMI_BACKEND_URL: undefined,
  PULUMI_CONFIG_PASSPHRASE: undefined,
  AZURE_ENV_NAME: undefined,
  AZURE_LOCATION: undefined,
  CI: undefined,
  GITHUB_ACTIONS: undefined,
};

const guard = [
  'azure-native:storage:StorageAccount',
  'azure-native:storage:Table',
  'azure-native:resources:ResourceGroup',
  'azure-native:apimanagement:ApiManagementService',
];

/** Starts a worker as the extension does: in a session of its own, the job on its standard input. */
export function startWorker(session: Session, job: Partial<Job> & Pick<Job, 'kind'>): ChildProcess {
  const log = join(session.logs, `${job.kind}.log`);
  const output = openSync(log, 'a', 0o600);
  const child = spawn(process.execPath, ['--require', require.resolve('tsx/cjs'), entry], {
    detached: true,
    stdio: ['pipe', output, output],
    env: session.variables,
  });
  closeSync(output);
  const full: Job = {
    stack: session.stack,
    folder: session.folder,
    record: session.record,
    log,
    guard: session.options.guard,
    allowReplace: false,
    settings: session.values,
    purge: false,
    ...job,
  };
  child.stdin?.end(JSON.stringify(full));
  return child;
}

/** How a job ends. */
export async function runWorker(session: Session, job: Partial<Job> & Pick<Job, 'kind'>): Promise<Ending> {
  await rm(session.record, { force: true });
  const [exitCode]: unknown[] = await once(startWorker(session, job), 'exit');
  const ending = readOperation(session.record)?.ending;
  if (ending === undefined) throw new Error(`The worker ended with ${String(exitCode)} and without a word.`);
  return ending;
}

/** The result of a job that goes well. */
export async function done(session: Session, job: Partial<Job> & Pick<Job, 'kind'>): Promise<JobResult> {
  const ending = await runWorker(session, job);
  if (ending.outcome === 'failed') throw new Error(`${ending.failure.code}: ${ending.failure.message}`);
  return ending.result;
}

/** Waits until the record says what is wanted. */
export async function untilRecord(session: Session, is: (operation: Operation) => boolean): Promise<Operation> {
  for (;;) {
    const operation = existsSync(session.record) ? readOperation(session.record) : undefined;
    if (operation && is(operation)) return operation;
    await delay(50);
  }
}
