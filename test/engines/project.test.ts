import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { engines } from '../../package.json';
import { copyFiles } from '../support/projectCopy';
import { useTemporaryFolder } from '../support/temporaryFolder';
import { describeWithPulumi, useEngine } from './engine';
import { openWorkspace, root, type Workspace } from './workspace';

describeWithPulumi('the project, installed without the dependencies of development', () => {
  jest.setTimeout(120_000);

  const project = useTemporaryFolder();
  const world = useEngine();
  let workspace: Workspace;

  beforeAll(async () => {
    await copyProject(project());
    // Packages are links here, and must find each other among the links.
    const environment = { NODE_OPTIONS: '--preserve-symlinks --preserve-symlinks-main' };
    workspace = await openWorkspace('project-test', world().engine, { folder: project(), environment });
  });

  it('previews the stack', async () => {
    const { changeSummary } = await workspace.stack.preview();

    expect(Object.keys(changeSummary)).toEqual(['create']);
  });

  it('says that Node is too old for it, without a stack trace', async () => {
    const path = join(project(), 'package.json');
    const manifest = await readFile(path, 'utf8');
    await writeFile(path, manifest.replace(engines.node, '>=99'));

    const failure = String(await workspace.stack.preview().catch((error: unknown) => error));

    expect(failure).toMatch(/error: This program needs Node >=99, and Pulumi runs it with Node [\d.]+: .*\n/);
    expect(failure).not.toContain('nodeVersion.ts');
  });
});

/** What `git clone` and `npm ci --omit=dev` would give, with links in the place of packages. */
async function copyProject(folder: string): Promise<void> {
  await copyFiles(folder);
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
