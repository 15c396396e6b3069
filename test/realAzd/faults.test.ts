import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readOperation } from '../../azd/operation';
import { namesFor } from '../../infra/names';
import { describeWithAzd, itOnTerminal, useAzd } from '../support/azd/realAzd';
import { interrupt, type Started } from '../support/azd/transcript';
import { type Hold, holdCreation } from '../support/engine/faults';
import { declare, SUBSCRIPTION } from '../support/infra/program';
import { childOf } from '../support/processes';

describeWithAzd('azd provision, disturbed while Azure is creating', () => {
  const azd = useAzd();
  let environment: string;
  let environments = 0;
  let hold: Hold;

  beforeAll(() => azd().run('npm', 'run', '--silent', 'azd:install'));

  // An environment of its own for each fault: nothing has to be deleted in between.
  beforeEach(async () => {
    environment = `env${environments++}`;
    await azd().createEnvironment(environment);
    hold = holdCreation(azd().faults, 'apim');
  });
  afterEach(() => {
    hold.release();
  });

  const provision = () => azd().start('provision', '--no-prompt');

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'goes on without azd after %s, and the next azd waits for its end',
    async (signal) => {
      const first = provision();
      await hold.reached;

      first.signal(signal);
      await first.ended;

      await expectToBeFinishedByTheNext();
    },
  );

  itOnTerminal('goes on without azd after Ctrl-C, and the next azd waits for its end', async () => {
    const first = azd().startOnTerminal('provision');
    await hold.reached;

    first.press(interrupt);
    const { text } = await first.ended;

    expect(text).toMatch(/Ctrl-C/);
    await expectToBeFinishedByTheNext();
  });

  it('goes on without the extension, and the next azd waits for its end', async () => {
    const first = provision();
    await hold.reached;

    process.kill(childOf(first.pid, /main\.js/), 'SIGKILL');

    expect((await first.ended).exitCode).toBe(1);
    await expectToBeFinishedByTheNext();
  });

  it('stops at azd pulumi cancel when Azure has finished what it had begun', async () => {
    const first = provision();
    await hold.reached;

    await azd().succeed('pulumi', 'cancel');
    hold.release();

    const { exitCode, text } = await first.ended;
    expect(exitCode).toBe(1);
    expect(text).toContain('cancel');
    await expectTheNextToSucceed();
  });

  it.each([
    ['the worker', () => workerOf(environment)],
    ['Pulumi', () => childOf(workerOf(environment), /pulumi/)],
  ])('is mended by the next azd after the end of %s', async (_, victim) => {
    const first = provision();
    await hold.reached;
    await azd().quiet();

    process.kill(victim(), 'SIGKILL');
    const { exitCode, text } = await first.ended;
    hold.release();

    expect(exitCode).toBe(1);
    expect(text).toMatch(/azd (provision|pulumi repair)/);
    expect(text).toMatch(/\.log/);
    await expectTheNextToSucceed();
  });

  it('is mended by the next azd after the end of a provider whose answer was lost', async () => {
    azd().faults.afterCreate = (name) => {
      if (name === 'apim') azd().stopProvider();
    };
    const first = provision();
    await hold.reached;
    await everyRoleAssigned();
    hold.release();

    const { exitCode, text } = await first.ended;
    delete azd().faults.afterCreate;
    await azd().startProvider();

    expect(exitCode).toBe(1);
    expect(text).toMatch(/azd (provision|pulumi repair)/);
    await expectTheNextToSucceed();
  });

  it('says which name is taken by a deleted service, and goes on once it is purged', async () => {
    hold.release();
    const config = {
      environmentName: environment,
      location: 'japaneast',
      subscriptionId: SUBSCRIPTION,
      generation: '1',
    };
    const { apiManagement } = namesFor(config);
    azd().azure.softDeleted.set(apiManagement, 'japaneast');

    const { exitCode, text } = await azd().azd('provision', '--no-prompt');
    azd().azure.softDeleted.delete(apiManagement);

    expect(exitCode).toBe(1);
    expect(text).toContain(apiManagement);
    expect(text).toContain('purge');
    await expectTheNextToSucceed();
  });

  it('is not stopped by a build that fails, and the next azd up deploys', async () => {
    const source = join(azd().folder, 'functions/menu/index.ts');
    const content = await readFile(source, 'utf8');
    await writeFile(source, 'nonsense nonsense');

    const { exitCode, text } = await azd().azd('up', '--no-prompt');
    await writeFile(source, content);
    hold.release();

    expect(exitCode).toBe(1);
    expect(text).toContain('functions/menu/index.ts');
    const second = await azd().succeed('up', '--no-prompt');
    expect(second.text).toContain('SUCCESS');
    await expectWhole();
  });

  it('needs no sign-in at its end; what needs one says so', async () => {
    const first = provision();
    await hold.reached;
    azd().cloud.signIn.refused = 'The sign-in has expired.';
    hold.release();

    const { exitCode } = await first.ended;
    const deployment = await azd().azd('deploy', '--no-prompt');
    delete azd().cloud.signIn.refused;

    expect(exitCode).toBe(0);
    expect(deployment.exitCode).toBe(1);
    expect(deployment.text).toMatch(/sign-in has expired|azd auth login/);
    await azd().succeed('deploy', '--no-prompt');
    await expectWhole();
  });

  async function expectToBeFinishedByTheNext(): Promise<void> {
    const next: Started = provision();
    await next.says(/still finishing: .*apim/);
    hold.release();
    const { exitCode, text } = await next.ended;
    expect({ exitCode, text }).toMatchObject({ exitCode: 0, text: expect.stringContaining('SUCCESS') });
    await expectWhole();
  }

  async function expectTheNextToSucceed(): Promise<void> {
    expect((await azd().succeed('provision', '--no-prompt')).text).toContain('SUCCESS');
    await expectWhole();
  }

  /** Azure has all that the program declares. It creates nothing twice, so Pulumi knows all of it when it has ended well. */
  async function expectWhole(): Promise<void> {
    const { resources } = await declare({ environmentName: environment });
    const ids = [...azd().azure.resources.keys()].filter((id) => id.includes(`rg-${environment}-`));
    expect(ids).toHaveLength(resources.length);
    expect(await azd().readEnvironment(environment)).toContain('APIM_GATEWAY_URL');
  }

  /** Role assignments have random names: no repair finds one whose creation nobody was told of. */
  async function everyRoleAssigned(): Promise<void> {
    const { resources } = await declare({ environmentName: environment });
    const all = resources.filter(({ type }) => type.endsWith(':RoleAssignment')).length;
    const assigned = () =>
      [...azd().azure.resources.keys()].filter(
        (id) => id.includes(`rg-${environment}-`) && /roleAssignments/i.test(id),
      );
    while (assigned().length < all) await delay(50);
  }

  function workerOf(stack: string): number {
    return readOperation(join(azd().folder, '.pulumi-state', stack, 'operation.json'))?.pid ?? -1;
  }
});
