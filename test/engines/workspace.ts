import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { LocalWorkspace, type Stack } from '@pulumi/pulumi/automation';
import { SUBSCRIPTION } from '../support/infra/program';

const root = join(__dirname, '../..');

/** A stack of this project whose state, plug-ins and settings are in a folder of their own. */
export interface Workspace {
  stack: Stack;
  /** All that the engine keeps of the stack: the state, its backups and its history. */
  stateFiles(): Promise<string[]>;
  stop(): Promise<void>;
}

interface Engines {
  /** A path, or the name of a program on the `PATH`. */
  pulumi: string;
  /** Where the stand-in for the azure-native provider listens. */
  providerPort: number;
}

/** @param name no stack of a person's, because its settings file in the repository is removed afterwards */
export async function openWorkspace(name: string, { pulumi, providerPort }: Engines): Promise<Workspace> {
  const folder = await mkdtemp(join(tmpdir(), 'ramen-engine-'));
  const state = join(folder, 'state');
  await mkdir(state);
  const envVars = {
    PATH: [await plugins(folder), ...(isAbsolute(pulumi) ? [dirname(pulumi)] : []), process.env.PATH].join(delimiter),
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: 'for tests',
    PULUMI_DEBUG_PROVIDERS: `azure-native:${providerPort}`,
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    AZURE_ENV_NAME: 'dev',
    AZURE_LOCATION: 'japaneast',
    AZURE_SUBSCRIPTION_ID: SUBSCRIPTION,
  };
  // The Automation API finds the CLI on the PATH of this process.
  process.env.PATH = envVars.PATH;
  const options = { pulumiHome: join(folder, 'home'), envVars };
  const stack = await LocalWorkspace.createStack({ stackName: name, workDir: root }, options);
  return {
    stack,
    async stateFiles() {
      const files = await readdir(state, { recursive: true, withFileTypes: true });
      return Promise.all(
        files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name), 'utf8')),
      );
    },
    async stop() {
      await rm(join(root, `Pulumi.${name}.yaml`), { force: true });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A folder of plug-ins: what the engine looks for on its PATH before it starts or attaches to one. */
async function plugins(folder: string): Promise<string> {
  const bin = join(folder, 'bin');
  await mkdir(bin);
  // The engine attaches to the running provider; this one is never started.
  await writeProgram(join(bin, 'pulumi-resource-azure-native'), 'exit 1');
  if (!onPath('pulumi-language-nodejs')) {
    const host = [process.execPath, '--require', require.resolve('tsx/cjs'), join(__dirname, 'languageHost.ts')];
    await writeProgram(join(bin, 'pulumi-language-nodejs'), host.map((part) => `"${part}"`).join(' '));
  }
  return bin;
}

/** A program for POSIX shells, and beside it one for Windows. */
async function writeProgram(path: string, command: string): Promise<void> {
  await writeFile(path, `#!/bin/sh\n${command} "$@"\n`);
  await chmod(path, 0o755);
  await writeFile(`${path}.cmd`, `@${command} %*\r\n`);
}

function onPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}
