import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readLaunch } from '../../azd/config';
import type { Ending, Job, JobResult } from '../../azd/job';
import { type Operation, readOperation } from '../../azd/operation';
import { openSession, type Session } from '../../azd/session';
import { SUBSCRIPTION } from '../support/infra/program';
import type { Engine } from './engine';
import { root } from './workspace';

export interface Opening {
  root: string;
  infraPath?: string;
  environmentName: string;
  values?: Record<string, string>;
  config?: object;
}

/** A session as azd's extension opens it, but with the engine of the tests. */
export function openTestSession(engine: Engine, opening: Opening): Session {
  const { root, infraPath = 'infra', environmentName, values = {}, config = {} } = opening;
  return openSession({
    root,
    infraPath,
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

type Wish = Partial<Job> & Pick<Job, 'kind'>;

export function jobOf(session: Session, wish: Wish): Job {
  return {
    stack: session.stack,
    folder: session.folder,
    record: session.record,
    log: join(session.logs, `${wish.kind}.log`),
    guard: session.options.guard,
    allowReplace: false,
    settings: session.values,
    purge: false,
    ...wish,
  };
}

/** What Node needs to run a worker. */
export const workerArgs = ['--require', require.resolve('tsx/cjs'), join(__dirname, '../../azd/worker/index.ts')];

/** Starts a worker as the extension does: in a session of its own, the job on its standard input. */
export function startWorker(session: Session, wish: Wish): ChildProcess {
  const job = jobOf(session, wish);
  rmSync(job.record, { force: true });
  const output = openSync(job.log, 'w', 0o600);
  const child = spawn(process.execPath, workerArgs, {
    detached: true,
    stdio: ['pipe', output, output],
    env: session.variables,
  });
  closeSync(output);
  child.stdin?.end(JSON.stringify(job));
  return child;
}

/** How a job ends. */
export function runWorker(session: Session, wish: Wish): Promise<Ending> {
  return untilEnded(session, startWorker(session, wish));
}

export async function untilEnded(session: Session, worker: ChildProcess): Promise<Ending> {
  if (worker.exitCode === null && worker.signalCode === null) await once(worker, 'exit');
  const ending = readOperation(session.record)?.ending;
  if (ending === undefined) throw new Error(`The worker ended with ${String(worker.exitCode)} and without a word.`);
  return ending;
}

/** The result of a job that goes well. */
export async function done(session: Session, wish: Wish): Promise<JobResult> {
  const ending = await runWorker(session, wish);
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

/** What an environment of this repository leaves in its folder. */
export async function removeTraces(environmentName: string): Promise<void> {
  const paths = [`.pulumi-state/${environmentName}`, `.azure/${environmentName}`, `Pulumi.${environmentName}.yaml`];
  for (const path of paths) await rm(join(root, path), { recursive: true, force: true });
}
