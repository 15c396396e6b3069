import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive, processExists, readOperation } from '../../azd/operation';
import { pendingCreations } from '../../azd/pulumi/pending';
import type { Session } from '../../azd/session';
import { holdCreation } from '../support/engine/faults';
import { declare } from '../support/infra/program';
import { run } from '../support/program';
import { describeWithPulumi, useEngine } from './engine';
import { done, jobOf, openTestSession, removeTraces, startWorker, untilEnded, untilRecord, workerArgs } from './worker';
import { root } from './workspace';

const environmentName = 'fault-test';

describeWithPulumi('a deployment by the worker that is disturbed', () => {
  jest.setTimeout(180_000);

  const world = useEngine();
  const open = (): Session => openTestSession(world().engine, { root, environmentName });

  beforeAll(() => removeTraces(environmentName));
  afterEach(async () => {
    await done(open(), { kind: 'destroy' });
    expect(world().azure.resources.size).toBe(0);
  });
  afterAll(() => removeTraces(environmentName));

  async function expectAllOfIt(session: Session): Promise<void> {
    await done(session, { kind: 'up' });
    expect(world().azure.resources.size).toBe((await declare()).resources.length);
    expect(await done(session, { kind: 'preview' })).toMatchObject({ rows: [{ change: 'NoChange' }] });
  }

  it('by SIGINT, twice, finishes what Azure has begun and goes on the next time', async () => {
    const session = open();
    const hold = holdCreation(world().faults, 'apim');
    const worker = startWorker(session, { kind: 'up' });
    await hold.reached;
    const { progress } = await untilRecord(session, (operation) => operation.progress.includes('apim'));

    worker.kill('SIGINT');
    worker.kill('SIGINT');
    await untilLog(session, 'cancel');
    hold.release();
    const ending = await untilEnded(session, worker);

    expect(progress).toMatch(/^creating \d+ of \d+: .*apim/);
    expect(ending).toMatchObject({ outcome: 'failed', torn: false, failure: { code: 'cancelled' } });
    expect(await pendingCreations(session)).toEqual([]);
    await expectAllOfIt(session);
  });

  it('by SIGHUP and the death of whoever started it goes on to its end', async () => {
    const session = open();
    const hold = holdCreation(world().faults, 'apim');
    const parent = startParent(session);
    await hold.reached;
    const { pid } = await untilRecord(session, () => true);

    process.kill(pid, 'SIGHUP');
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    hold.release();
    const { ending } = await untilRecord(session, (operation) => operation.ending !== undefined);

    expect(ending).toMatchObject({ outcome: 'done', result: { unchanged: false } });
  });

  it('by the death of Pulumi is torn, and whole again after npm run repair', async () => {
    const session = open();
    const hold = holdCreation(world().faults, 'apim');
    const worker = startWorker(session, { kind: 'up' });
    await hold.reached;
    await world().quiet();

    process.kill(await lockOwner(session), 'SIGKILL');
    const ending = await untilEnded(session, worker);
    hold.release();

    expect(ending).toMatchObject({ outcome: 'failed', torn: true, failure: { code: 'pulumi_killed' } });
    await repair(session);
    await expectAllOfIt(session);
  });

  it('by the death of the worker leaves a record without an ending, and is whole again after npm run repair', async () => {
    const session = open();
    const hold = holdCreation(world().faults, 'apim');
    const worker = startWorker(session, { kind: 'up' });
    await hold.reached;
    await world().quiet();
    const cli = await lockOwner(session);
    const operation = await untilRecord(session, () => true);

    worker.kill('SIGKILL');
    await once(worker, 'exit');
    await untilGone(cli);
    hold.release();

    expect(readOperation(session.record)).not.toHaveProperty('ending');
    expect(await isAlive(session.record, operation)).toBe(false);
    expect(await pendingCreations(session)).toContain('apim');
    await repair(session);
    await expectAllOfIt(session);
  });

  it('by the death of its provider is torn', async () => {
    const session = open();
    world().faults.afterCreate = (name) => {
      if (name === 'apim') world().stopProvider();
    };
    const ending = await untilEnded(session, startWorker(session, { kind: 'up' }));
    delete world().faults.afterCreate;
    await world().startProvider();

    expect(ending).toMatchObject({ outcome: 'failed', torn: true, failure: { code: 'provider_died' } });
    await repair(session);
  });

  it('by Azure names the resource, says what Azure says and what to do', async () => {
    const session = open();
    world().faults.beforeCreate = (name) => {
      if (name === 'apim') throw new Error('Code="ServiceAlreadyExists" Message="The service is soft-deleted."');
    };
    const ending = await untilEnded(session, startWorker(session, { kind: 'up' }));
    delete world().faults.beforeCreate;

    expect(ending).toMatchObject({
      torn: false,
      failure: {
        code: 'name_soft_deleted',
        message: expect.stringContaining(
          'apim (azure-native:apimanagement:ApiManagementService): Code="ServiceAlreadyExists"',
        ),
        suggestion: expect.stringContaining(join(session.logs, 'up.log')),
      },
    });
  });
});

async function repair(session: Session): Promise<void> {
  const finished = await run(
    ['--require', 'tsx/cjs', 'infra/repair/index.ts', '--stack', session.stack],
    session.variables,
  );
  expect(finished).toMatchObject({ exitCode: 0, stderr: '' });
}

/** Starts a worker from a process that does nothing else. */
function startParent(session: Session): ChildProcess {
  const [job, options] = [jobOf(session, { kind: 'up' }), { detached: true, stdio: ['pipe', 'ignore', 'ignore'] }];
  const code = `require('node:child_process').spawn(process.execPath, ${JSON.stringify(workerArgs)}, ${JSON.stringify(options)})
    .stdin.end(${JSON.stringify(JSON.stringify(job))}); setInterval(() => undefined, 60_000);`;
  return spawn(process.execPath, ['-e', code], { env: session.variables, stdio: 'ignore' });
}

/** The process of the Pulumi that works on the stack. */
async function lockOwner(session: Session): Promise<number> {
  const locks = join(session.record, '../.pulumi/locks/organization/ramen-gateway', session.stack);
  const [file = ''] = await readdir(locks);
  const { pid } = JSON.parse(await readFile(join(locks, file), 'utf8')) as { pid: number };
  return pid;
}

async function untilLog(session: Session, text: string): Promise<void> {
  while (!(await readFile(join(session.logs, 'up.log'), 'utf8')).includes(text)) await delay(50);
}

async function untilGone(pid: number): Promise<void> {
  while (processExists(pid)) await delay(50);
}
