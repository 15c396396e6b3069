import { mkdir, mkdtemp, readFile, rm, symlink, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { onPath, useEngine, type World } from '../../engines/engine';
import { findPulumi } from '../../engines/pulumi';
import { type AzureOverHttp, startAzure } from '../azure';
import { SUBSCRIPTION } from '../infra/program';
import { copyFiles } from '../projectCopy';
import { type Ended, type Started, start, startOnTerminal } from './transcript';

const repository = join(__dirname, '../../..');

/** Reasons why the real azd does not run here. */
const obstacles = [
  process.platform !== 'linux' && 'azd trusts the certificate of the stand-in for Azure on Linux only',
  !onPath('azd') && 'there is no azd on the PATH: https://aka.ms/azd-install',
  findPulumi() === undefined && 'there is no Pulumi CLI: npm run engines builds one where Go is',
].filter((obstacle) => obstacle !== false);

/** A `describe` for tests that need the real azd; where it cannot run they are skipped, and the reason printed. */
export function describeWithAzd(title: string, tests: () => void): void {
  if (obstacles.length > 0) process.stderr.write(`Skipped: ${title}, because ${obstacles.join(', and ')}.\n`);
  (obstacles.length > 0 ? describe.skip : describe)(title, tests);
}

/** An `it` for what happens on a terminal. */
export function itOnTerminal(title: string, test: () => Promise<void>): void {
  const hasTerminals = onPath('python3');
  if (!hasTerminals) process.stderr.write(`Skipped: ${title}, because there is no python3 to make a terminal.\n`);
  (hasTerminals ? it : it.skip)(title, test);
}

/** The real azd, the real Pulumi CLI and a copy of this project; Azure and its providers stand in. */
export interface RealAzd extends World {
  /** Azure as azd sees it. */
  cloud: AzureOverHttp;
  /** The project. */
  folder: string;
  /** The whole environment of the programs. */
  environment: Record<string, string>;
  start(...args: string[]): Started;
  startOnTerminal(...args: string[]): Started;
  /** Runs azd to its end, without a terminal. */
  azd(...args: string[]): Promise<Ended>;
  /** Runs azd, and fails when azd does. */
  succeed(...args: string[]): Promise<Ended>;
  /** Runs any program of the project, and fails when it does. */
  run(program: string, ...args: string[]): Promise<Ended>;
  /** A new environment with a subscription and a location, and the default one from now on. */
  createEnvironment(name: string): Promise<void>;
  /** What `.azure/<environment>/.env` says. */
  readEnvironment(name: string): Promise<string>;
}

/** azd for the tests of the surrounding `describe`, which asks for nothing that the stand-in does not expect. */
export function useAzd(): () => RealAzd {
  const world = useEngine({ keepsNames: true });
  let folder: string;
  let azd: RealAzd;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ramen-azd-'));
    azd = await openAzd(world(), folder);
  });
  afterEach(() => {
    expect(azd.cloud.unexpected.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await azd.cloud.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return () => azd;
}

async function openAzd(world: World, folder: string): Promise<RealAzd> {
  const [project, home] = [join(folder, 'ramen'), join(folder, 'home')];
  await mkdir(project);
  await mkdir(home);
  await copyFiles(project);
  await symlink(join(repository, 'node_modules'), join(project, 'node_modules'));
  // Where the lock file is younger than what is installed, azd installs anew.
  await utimes(join(project, 'package-lock.json'), 0, 0);
  const cloud = await startAzure({ azure: world.azure, subscriptionId: SUBSCRIPTION, folder });
  const environment = { ...environmentOf(world, home), ...cloud.environment };
  const place = { cwd: project, env: environment };
  const run = async (program: string, ...args: string[]) => {
    const ended = await start(program, args, place).ended;
    if (ended.exitCode !== 0)
      throw new Error(`${program} ${args.join(' ')}: exit code ${ended.exitCode}\n${ended.text}`);
    return ended;
  };
  return {
    ...world,
    cloud,
    folder: project,
    environment,
    start: (...args) => start('azd', args, place),
    startOnTerminal: (...args) => startOnTerminal('azd', args, place),
    azd: (...args) => start('azd', args, place).ended,
    succeed: (...args) => run('azd', ...args),
    run,
    async createEnvironment(name) {
      await run('azd', 'env', 'new', name, '--no-prompt', '--subscription', SUBSCRIPTION, '--location', 'japaneast');
    },
    readEnvironment: (name) => readFile(join(project, '.azure', name, '.env'), 'utf8'),
  };
}

/** Nothing of this process's own environment: azd looks there for signs of continuous integration and of agents. */
function environmentOf({ engine }: World, home: string): Record<string, string> {
  const { PATH = '', PULUMI_HOME = '', PULUMI_DEBUG_PROVIDERS = '' } = engine.environment;
  return {
    PATH: [join(repository, 'node_modules/.bin'), PATH].join(delimiter),
    PULUMI_HOME,
    PULUMI_DEBUG_PROVIDERS,
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    npm_config_offline: 'true',
    npm_config_update_notifier: 'false',
    HOME: home,
    LANG: 'C.UTF-8',
    AZD_CONFIG_DIR: join(home, '.azd'),
    AZURE_DEV_COLLECT_TELEMETRY: 'no',
    AZD_SKIP_UPDATE_CHECK: 'true',
  };
}
