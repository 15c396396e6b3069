import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { processExists, readOperation } from '../../azd/operation';
import { carryOut, type CommandName, type Outcome, runAzd } from '../support/azd/commands';
import { Environments } from '../support/azd/environments';
import { useExtension } from '../support/azd/extension';
import { type Command, FakeAzd } from '../support/azd/fakeAzd';
import { childOf } from '../support/processes';
import { holdCreation } from '../support/engine/faults';
import { declare, SUBSCRIPTION } from '../support/infra/program';
import { useTemporaryFolder } from '../support/temporaryFolder';
import { describeWithPulumi, useEngine } from './engine';
import { root } from './workspace';

describeWithPulumi('the extension for azd, with the real Pulumi', () => {
  jest.setTimeout(180_000);

  const main = useExtension();
  const project = useTemporaryFolder();
  const world = useEngine();
  let environments: Environments;
  let all: number;

  beforeAll(async () => {
    await copyProject(project());
    environments = new Environments(project());
    for (const name of ['dev', 'prod']) {
      environments.create(name, { AZURE_SUBSCRIPTION_ID: SUBSCRIPTION, AZURE_LOCATION: 'japaneast' });
    }
    all = (await declare()).resources.length;
  });

  afterEach(() => {
    delete world().faults.beforeCreate;
  });

  function command(more: Partial<Command> = {}): Command {
    const { PATH, PULUMI_HOME, PULUMI_DEBUG_PROVIDERS, PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION } =
      world().engine.environment;
    const variables = { PATH, PULUMI_HOME, PULUMI_DEBUG_PROVIDERS, PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION };
    return { environments, main: main(), noPrompt: true, variables: variables as Record<string, string>, ...more };
  }

  const azd = (name: CommandName, more?: Partial<Command>): Promise<Outcome> => runAzd(name, command(more));

  async function tearDown(): Promise<void> {
    expect(await azd('down --force')).not.toHaveProperty('failure');
    expect(world().azure.resources.size).toBe(0);
  }

  it('deploys, finds nothing to change, previews, refreshes and tears down', async () => {
    const preview = await azd('provision --preview');
    expect(preview.rows).toContainEqual(
      expect.objectContaining({ change_type: 'Create', resource_type: 'Microsoft.ApiManagement/service' }),
    );
    expect(world().azure.resources.size).toBe(0);

    const first = await azd('up');
    expect(first).not.toHaveProperty('failure');
    expect(first.unchanged).toBe(false);
    expect(world().azure.resources.size).toBe(all);
    const outputs = environments.read('dev');
    expect(outputs).toMatchObject({ AZURE_RESOURCE_GROUP: expect.any(String), MENU_MCP_URL: expect.any(String) });
    expect(outputs).not.toHaveProperty('APIM_SUBSCRIPTION_KEY');

    expect(await azd('up')).toMatchObject({ unchanged: true });

    environments.write('dev', { AZURE_SUBSCRIPTION_ID: SUBSCRIPTION, AZURE_LOCATION: 'japaneast' });
    await azd('env refresh');
    const { AZURE_ENV_NAME, AZURE_TENANT_ID, ...kept } = outputs;
    expect([AZURE_ENV_NAME, AZURE_TENANT_ID]).not.toContain(undefined);
    expect(environments.read('dev')).toMatchObject(kept);

    await tearDown();
    expect(environments.read('dev')).toEqual({ AZURE_SUBSCRIPTION_ID: SUBSCRIPTION, AZURE_LOCATION: 'japaneast' });
  });

  it('keeps two environments apart', async () => {
    await azd('provision');
    await azd('provision', { environmentName: 'prod' });

    expect(world().azure.resources.size).toBe(2 * all);
    expect(environments.read('prod').AZURE_RESOURCE_GROUP).not.toBe(environments.read('dev').AZURE_RESOURCE_GROUP);

    expect(await azd('down --force', { environmentName: 'prod' })).not.toHaveProperty('failure');
    expect(world().azure.resources.size).toBe(all);
    await tearDown();
  });

  /** Starts a deployment, and waits until the service is being created. */
  async function deployUntilService(): Promise<{ running: FakeAzd; outcome: Promise<unknown>; goOn: () => void }> {
    const { reached, release } = holdCreation(world().faults, 'apim');
    const running = await new FakeAzd(command()).start();
    const outcome = carryOut('provision', running).catch((error: unknown) => error);
    // What ends before has created nothing: to wait for the service would be to wait for ever.
    expect(await Promise.race([reached, outcome])).toBeUndefined();
    await world().quiet();
    return { running, outcome, goOn: release };
  }

  async function expectWholeStack(): Promise<void> {
    expect(world().azure.resources.size).toBe(all);
    expect(await azd('provision')).toMatchObject({ unchanged: true });
    await tearDown();
  }

  it.each(['azd', 'the extension'])(
    'goes on when %s is killed, and the next command waits and goes on',
    async (lost) => {
      const { running, outcome, goOn } = await deployUntilService();
      if (lost === 'azd') await running.leave();
      else running.killExtension();
      expect(await outcome).toEqual(new Error('channel closed by dispatcher'));
      running.stop();

      const next = await new FakeAzd(command()).start();
      const second = carryOut('provision', next);
      await next.firstProgress();
      goOn();
      const { failure, progress, unchanged } = await second;
      await next.end();

      expect(failure).toBeUndefined();
      expect(progress[0]).toMatch(/^still finishing: creating \d+ of \d+: .*; azd pulumi cancel stops it$/);
      expect(unchanged).toBe(true);
      await expectWholeStack();
    },
  );

  const kills: Readonly<Record<string, () => Promise<void>>> = {
    'the worker': async () => {
      const [worker, cli] = processes();
      process.kill(worker, 'SIGKILL');
      // It dies of its broken pipes.
      while (processExists(cli)) await delay(100);
    },
    'the Pulumi CLI': () => {
      process.kill(processes()[1], 'SIGKILL');
      return Promise.resolve();
    },
    'the provider': () => {
      world().stopProvider();
      return world().startProvider();
    },
  };

  it.each(Object.keys(kills))(
    'says what to do when %s is killed, and creates nothing twice when it is done',
    async (killed) => {
      const { running, outcome, goOn } = await deployUntilService();
      await kills[killed]?.();
      goOn();
      const first = (await outcome) as Outcome;
      await running.end();
      delete world().faults.beforeCreate;

      const second = await azd('provision');

      expect(first.failure?.suggestion).toMatch(/azd|Run/);
      expect(second).not.toHaveProperty('failure');
      await expectWholeStack();
    },
  );

  /** The worker, and the CLI that it has started. */
  function processes(): [worker: number, cli: number] {
    const worker = readOperation(join(project(), '.pulumi-state/dev/operation.json'))?.pid;
    return [Number(worker), childOf(Number(worker), /pulumi/)];
  }
});

/** What `git clone` and `npm ci` would give. */
async function copyProject(folder: string): Promise<void> {
  const list = ['ls-files', '-z', '*.ts', '*.json', '*.xml', 'Pulumi.yaml', 'azure.yaml'];
  const files = execFileSync('git', list, { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);
  const there = files.filter((file) => existsSync(join(root, file)) && !/^(test|bench|local)\//.test(file));
  await Promise.all(there.map((file) => cp(join(root, file), join(folder, file))));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
}
