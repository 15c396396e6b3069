import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import type { Faults } from '../support/engine/faults';
import type { RunningServer } from '../support/engine/grpc';
import { StandInAzure } from '../support/engine/standInAzure';
import { startProvider } from '../support/engine/standInProvider';
import { startRandomProvider } from '../support/engine/standInRandom';
import { SUBSCRIPTION } from '../support/infra/program';
import { findPulumi } from './pulumi';

const pulumi = findPulumi();

/** The Pulumi engine with plug-ins, settings and states of its own. */
export interface Engine {
  /** What the CLI, the Automation API and the programs find it by. */
  environment: Record<string, string>;
  /** All that it keeps of its stacks: their states, backups and history. */
  stateFiles(): Promise<string[]>;
  stop(): Promise<void>;
}

/** A `describe` for tests that need the real Pulumi CLI. */
export function describeWithPulumi(title: string, tests: () => void): void {
  if (pulumi === undefined) {
    process.stderr.write(`Skipped: ${title}. There is no Pulumi CLI; npm run engines builds one where Go is.\n`);
  }
  (pulumi === undefined ? describe.skip : describe)(title, tests);
}

/** What the engine works with: all of it real but Azure and the providers. */
export interface World {
  azure: StandInAzure;
  engine: Engine;
  /** What goes wrong: a test fills it in, and nothing does at the start of each test. */
  faults: Faults;
  /** The provider's process ends, in the middle of all that it does, and Azure lives on. */
  stopProvider(): void;
  startProvider(): Promise<void>;
  /**
   * Nothing is created any more but what a test holds back. Whoever kills Pulumi before may do so while it writes its
   * state, of which half is left then.
   */
  quiet(): Promise<void>;
}

/**
 * An engine for the tests of the surrounding `describe`.
 *
 * @param keepsNames whether Azure holds the name of a deleted API Management service until it is purged
 */
export function useEngine({ keepsNames = false } = {}): () => World {
  const azure = new StandInAzure(SUBSCRIPTION, keepsNames);
  const faults: Faults = {};
  let provider: RunningServer;
  let random: RunningServer;
  let world: World;
  beforeAll(async () => {
    provider = await startProvider(azure, { faults });
    random = await startRandomProvider();
    world = {
      azure,
      faults,
      engine: await openEngine({ 'azure-native': provider.port, random: random.port }),
      stopProvider: () => {
        provider.stop();
      },
      startProvider: async () => {
        provider = await startAgain(() => startProvider(azure, { faults, port: provider.port }));
      },
      async quiet() {
        let known = -1;
        while (known !== azure.resources.size) {
          known = azure.resources.size;
          await delay(1000);
        }
      },
    };
  });
  beforeEach(() => {
    delete faults.beforeCreate;
    delete faults.afterCreate;
  });
  afterAll(async () => {
    provider.stop();
    random.stop();
    await world.engine.stop();
  });
  return () => world;
}

/** A connection of somebody else's may have got the port meanwhile. */
async function startAgain(start: () => Promise<RunningServer>): Promise<RunningServer> {
  for (;;) {
    try {
      return await start();
    } catch (error) {
      if (!String(error).includes('EADDRINUSE')) throw error;
      await delay(200);
    }
  }
}

/** @param providers where the stand-in for each provider listens */
async function openEngine(providers: Readonly<Record<string, number>>): Promise<Engine> {
  const folder = await mkdtemp(join(tmpdir(), 'ramen-engine-'));
  const state = join(folder, 'state');
  await mkdir(state);
  const cli = pulumi !== undefined && isAbsolute(pulumi) ? [dirname(pulumi)] : [];
  const path = [await plugins(folder, Object.keys(providers)), ...cli, process.env.PATH].join(delimiter);
  // The Automation API finds the CLI on the PATH of this process.
  process.env.PATH = path;
  return {
    environment: {
      PATH: path,
      PULUMI_HOME: join(folder, 'home'),
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_CONFIG_PASSPHRASE: 'for tests',
      PULUMI_DEBUG_PROVIDERS: Object.entries(providers)
        .map(([name, port]) => `${name}:${port}`)
        .join(),
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
      PULUMI_SKIP_UPDATE_CHECK: 'true',
      AZURE_ENV_NAME: 'dev',
      AZURE_LOCATION: 'japaneast',
      AZURE_SUBSCRIPTION_ID: SUBSCRIPTION,
    },
    async stateFiles() {
      const files = await readdir(state, { recursive: true, withFileTypes: true });
      return Promise.all(
        files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name), 'utf8')),
      );
    },
    stop: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A folder of plug-ins: what the engine looks for on its PATH before it starts or attaches to one. */
async function plugins(folder: string, providers: readonly string[]): Promise<string> {
  const bin = join(folder, 'bin');
  await mkdir(bin);
  // The engine attaches to the running providers; these are never started.
  for (const name of providers) await writeProgram(join(bin, `pulumi-resource-${name}`), 'false');
  if (!onPath('pulumi-language-nodejs')) {
    const host = [process.execPath, '--require', require.resolve('tsx/cjs'), join(__dirname, 'languageHost.ts')];
    await writeProgram(join(bin, 'pulumi-language-nodejs'), host.map((part) => `"${part}"`).join(' '));
  }
  return bin;
}

/** A program for POSIX shells, and beside it one for Windows. */
async function writeProgram(path: string, command: string): Promise<void> {
  await writeFile(path, `#!/bin/sh\nexec ${command} "$@"\n`);
  await chmod(path, 0o755);
  await writeFile(`${path}.cmd`, `@${command} %*\r\n`);
}

export function onPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}
