import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Operation, writeOperation } from '../../../azd/operation';
import { type Finished, run } from '../program';
import { useTemporaryFolder } from '../temporaryFolder';
import { type Project, type ProjectServices, startProjectServices } from './projectServices';
import { type Asked, type Script, ScriptedPrograms } from './scriptedPrograms';

/** `azd pulumi …` in a project with the environment `dev`, where programs of other people do as a script says. */
export interface AzdPulumi {
  /** The folder of azure.yaml and Pulumi.yaml. */
  project: string;
  /** Where the state, its lock and the record of the last operation are. */
  state: string;
  record: string;
  programs: ScriptedPrograms;
  run(args: readonly string[], env?: object): Promise<Finished>;
  /** What other programs were asked, each as one line, while the script was played. */
  lines(args: readonly string[], script?: Script, env?: object): Promise<string[]>;
  asked(args: readonly string[], script?: Script, env?: object): Promise<Asked[]>;
  leaveRecord(operation: Partial<Operation>): void;
}

/** For the tests of the surrounding `describe`; each begins with a project in which nothing has happened. */
export function useAzdPulumi({ config, environments = {} }: Partial<Project> = {}): () => AzdPulumi {
  const folder = useTemporaryFolder();
  let services: ProjectServices;
  let programs: ScriptedPrograms;
  beforeAll(async () => {
    const root = join(folder(), 'project');
    services = await startProjectServices({
      root,
      config,
      environments: { dev: { SIZE: 'small' }, ...environments },
      current: 'dev',
    });
    programs = await ScriptedPrograms.write(join(folder(), 'bin'), ['pulumi', 'npm', 'azd', 'node']);
  });
  beforeEach(async () => {
    const { project, state } = paths(folder());
    await rm(project, { recursive: true, force: true });
    await mkdir(state, { recursive: true });
    await mkdir(join(project, 'node_modules'));
    await writeFile(join(project, 'Pulumi.yaml'), 'name: shop\nruntime:\n  options: {}\n  name: nodejs\n');
    await programs.play({});
  });
  afterAll(() => {
    services.stop();
  });
  return () => new Commands(folder(), services, programs);
}

class Commands implements AzdPulumi {
  readonly project: string;
  readonly state: string;
  readonly record: string;

  constructor(
    private readonly folder: string,
    private readonly services: ProjectServices,
    readonly programs: ScriptedPrograms,
  ) {
    ({ project: this.project, state: this.state, record: this.record } = paths(folder));
  }

  run(args: readonly string[], env: object = {}): Promise<Finished> {
    const entry = join(__dirname, '../../../azd/index.ts');
    return run(['--require', require.resolve('tsx/cjs'), entry, ...args], {
      ...this.services.environment,
      PATH: this.programs.folder,
      HOME: this.folder,
      PULUMI_HOME: join(this.folder, 'home'),
      ...nothingOfThisMachine,
      ...env,
    });
  }

  async asked(args: readonly string[], script: Script = {}, env?: object): Promise<Asked[]> {
    await this.programs.play(script);
    await this.run(args, env);
    return this.programs.asked();
  }

  async lines(args: readonly string[], script?: Script, env?: object): Promise<string[]> {
    return (await this.asked(args, script, env)).map((one) => [one.program, ...one.args].join(' '));
  }

  leaveRecord(operation: Partial<Operation>): void {
    writeOperation(this.record, {
      kind: 'up',
      pid: process.pid,
      startedAt: '2026-01-01T00:00:00.000Z',
      progress: 'creating 12 of 49: apim, 3 min',
      log: 'up.log',
      ...operation,
    });
  }
}

const nothingOfThisMachine = {
  CI: '',
  GITHUB_ACTIONS: '',
  TF_BUILD: '',
  PULUMI_BACKEND_URL: undefined,
  PULUMI_ACCESS_TOKEN: undefined,
  PULUMI_CONFIG_PASSPHRASE: undefined,
  PULUMI_CONFIG_PASSPHRASE_FILE: undefined,
};

function paths(folder: string): { project: string; state: string; record: string } {
  const project = join(folder, 'project');
  const state = join(project, '.pulumi-state/dev');
  return { project, state, record: join(state, 'operation.json') };
}
