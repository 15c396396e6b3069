import { chmod, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Ending, Job } from '../../../azd/job';
import { useTemporaryFolder } from '../temporaryFolder';
import { Environments } from './environments';
import { useExtension } from './extension';
import type { Command } from './fakeAzd';
import { SUBSCRIPTION } from '../infra/program';

/** A project whose Pulumi and worker do as a test says. */
export interface ScriptedProject {
  folder: string;
  environments: Environments;
  /** What azd starts its extension with. */
  command(more?: Partial<Command>): Command;
  /** How the worker's next operations end: without an ending they die. */
  worker(script: { ending?: Ending; progress?: string }): Promise<void>;
  /** What Pulumi knows of the stack; undefined for a stack that does not exist. */
  stack(state: { outputs?: object; deployment?: object } | undefined): Promise<void>;
  /** From now on workers wait, until they are let go. */
  hold(): Promise<void>;
  letGo(): Promise<void>;
  /** The jobs of all workers until now. */
  jobs(): Promise<(Job & { pid: number })[]>;
  /** The process ids of the workers that came to their end. */
  finished(): Promise<number[]>;
  write(file: string, text: string): Promise<void>;
}

const scripts = __dirname;

/** A project for the tests of the surrounding `describe`, with the environment `dev` as each test finds it. */
export function useScriptedProject(): () => ScriptedProject {
  const main = useExtension(readFileSync(join(scripts, 'scriptedWorker.js'), 'utf8'));
  const folder = useTemporaryFolder();
  let project: ScriptedProject;
  beforeEach(async () => {
    const root = join(folder(), String(expect.getState().currentTestName?.length), String(performance.now()));
    await mkdir(join(root, 'bin'), { recursive: true });
    await copyFile(join(scripts, 'scriptedPulumi.js'), join(root, 'bin/pulumi'));
    await chmod(join(root, 'bin/pulumi'), 0o755);
    project = open(root, main());
    await project.write('Pulumi.yaml', 'name: test\nruntime: yaml\n');
    project.environments.create('dev', { AZURE_SUBSCRIPTION_ID: SUBSCRIPTION, AZURE_LOCATION: 'japaneast' });
  });
  return () => project;
}

function open(folder: string, main: string): ScriptedProject {
  const environments = new Environments(folder);
  const write = (file: string, text: string) => writeFile(join(folder, file), text);
  const lines = async (file: string): Promise<unknown[]> => {
    const text = await readFile(join(folder, file), 'utf8').catch(() => '');
    return text
      .split('\n')
      .filter(Boolean)
      .map((line): unknown => JSON.parse(line));
  };
  const variables = { PATH: [join(folder, 'bin'), process.env.PATH].join(delimiter) };
  return {
    folder,
    environments,
    write,
    command: (more) => ({ environments, main, variables, ...more }),
    worker: (script) => write('worker.json', JSON.stringify(script)),
    stack: (state) =>
      state === undefined
        ? rm(join(folder, 'stack.json'))
        : write('stack.json', JSON.stringify({ outputs: {}, deployment: {}, ...state })),
    hold: () => write('hold', ''),
    letGo: () => rm(join(folder, 'hold')),
    jobs: () => lines('jobs.jsonl') as Promise<(Job & { pid: number })[]>,
    finished: () => lines('finished.jsonl') as Promise<number[]>,
  };
}
