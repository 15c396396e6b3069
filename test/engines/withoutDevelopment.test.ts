import { execFileSync } from 'node:child_process';
import { cp, mkdir, readFile, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RunningServer } from '../support/engine/grpc';
import { StandInAzure } from '../support/engine/standInAzure';
import { startProvider } from '../support/engine/standInProvider';
import { SUBSCRIPTION } from '../support/infra/program';
import { useTemporaryFolder } from '../support/temporaryFolder';
import { describeWithPulumi, type Engine, openEngine } from './engine';
import { openWorkspace, root } from './workspace';

describeWithPulumi('the program without the dependencies of development', () => {
  jest.setTimeout(120_000);

  const project = useTemporaryFolder();
  let provider: RunningServer;
  let engine: Engine;

  beforeAll(async () => {
    provider = await startProvider(new StandInAzure(SUBSCRIPTION));
    engine = await openEngine(provider.port);
    await copyProject(project());
  });

  afterAll(async () => {
    await engine.stop();
    provider.stop();
  });

  it('previews the stack', async () => {
    // Packages are links here, and must find each other among the links.
    const environment = { NODE_OPTIONS: '--preserve-symlinks --preserve-symlinks-main' };
    const { stack } = await openWorkspace('without-development', engine, { folder: project(), environment });

    const { changeSummary } = await stack.preview();

    expect(Object.keys(changeSummary)).toEqual(['create']);
  });
});

/** What `git clone` and `npm ci --omit=dev` would give, with links in the place of packages. */
async function copyProject(folder: string): Promise<void> {
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);
  await Promise.all(files.map((file) => cp(join(root, file), join(folder, file))));
  for (const path of await installedPackages()) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await symlink(join(root, path), join(folder, path), 'junction');
  }
}

/** Paths of the packages that `--omit=dev` leaves; those inside another package come with it. */
async function installedPackages(): Promise<string[]> {
  interface Locked {
    packages: Record<string, { dev?: boolean; devOptional?: boolean; optional?: boolean }>;
  }
  const { packages } = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as Locked;
  return Object.entries(packages)
    .filter(([path, { dev, devOptional, optional }]) => path !== '' && !dev && !devOptional && !optional)
    .map(([path]) => path)
    .filter((path) => path.lastIndexOf('node_modules/') === 0);
}
