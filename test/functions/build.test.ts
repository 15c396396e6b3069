import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { cp, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { exitCodes } from '../../terminal/userError';
import { useTemporaryFolder } from '../support/temporaryFolder';

const root = join(__dirname, '../..');

/** The build, in a copy of what it reads, so that no other test meets what happens here. */
describe('npm run build', () => {
  const folder = useTemporaryFolder();
  const build = () =>
    promisify(execFile)(process.execPath, ['--require', 'tsx/cjs', 'functions/build.ts'], { cwd: folder() });

  beforeAll(async () => {
    for (const name of ['functions', 'menu', 'terminal', 'package.json']) {
      await cp(join(root, name), join(folder(), name), { recursive: true });
    }
    await symlink(join(root, 'node_modules'), join(folder(), 'node_modules'), 'junction');
    await build();
  });

  it('shows no reader a file that is not whole, however many builds write it at once', async () => {
    const expected = hashes();
    const seen = new Set<string>();
    const over = new AbortController();
    const builds = Promise.all([build(), build(), build()]).finally(() => {
      over.abort();
    });

    while (!over.signal.aborted) {
      for (const hash of hashes()) seen.add(hash);
      await setImmediate();
    }
    await builds;

    expect([...seen].sort()).toEqual(expected.sort());
  });

  it('removes what it no longer writes, keeps local settings, and leaves nothing of its own behind', async () => {
    const before = tree();
    const settings = 'dist/menu/local.settings.json';
    for (const file of ['dist/menu/old.js', settings]) await writeFile(join(folder(), file), '{}');

    await build();

    expect(tree().sort()).toEqual([...before, settings].sort());
    expect(readdirSync(join(folder(), 'dist')).sort()).toEqual(['menu', 'orders']);
  });

  it('leaves the bundles as they are when it fails', async () => {
    const before = hashes();
    await writeFile(join(folder(), 'functions/menu/index.ts'), 'import "./gone";');

    await expect(build()).rejects.toMatchObject({ code: exitCodes.failed });

    expect(hashes()).toEqual(before);
    expect(readdirSync(join(folder(), 'dist')).sort()).toEqual(['menu', 'orders']);
  });

  function tree(): string[] {
    return ['menu', 'orders'].flatMap((app) =>
      readdirSync(join(folder(), 'dist', app)).map((file) => `dist/${app}/${file}`),
    );
  }

  /** Of every file of the bundles as they are now. */
  function hashes(): string[] {
    return tree().map((file) => {
      const hash = createHash('sha256').update(readFileSync(join(folder(), file)));
      return `${file} ${hash.digest('hex')}`;
    });
  }
});
