import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pulumi } from '../../azd/pulumi/cli';
import { pendingCreations } from '../../azd/pulumi/pending';
import { where } from '../../azd/pulumi/where';
import type { Session } from '../../azd/session';
import { useTemporaryFolder } from '../support/temporaryFolder';
import { describeWithPulumi, useEngine } from './engine';
import { done, openTestSession, runWorker } from './worker';
import { root as repository } from './workspace';

const program = `
const random = require('@pulumi/random');
const pulumi = require('@pulumi/pulumi');
const word = new random.RandomPassword('word', { length: Number(process.env.WORD_LENGTH) });
module.exports = { GREETING: 'hello "you"', SIZES: [1, { of: 'two' }], ON: true, HIDDEN: word.result, OWN: pulumi.secret('x') };
`;

describeWithPulumi('a project that is not this one, and has nothing of Azure', () => {
  jest.setTimeout(120_000);

  const temporary = useTemporaryFolder();
  const world = useEngine();
  let root: string;
  let stack: string;

  beforeAll(async () => {
    // Characters that people have in the names of their folders.
    root = await mkdtemp(join(temporary(), 'a project #1 50% ラ '));
    const folder = join(root, 'deploy');
    await mkdir(folder);
    await writeFile(join(folder, 'Pulumi.yaml'), 'name: elsewhere\nruntime:\n  name: nodejs\n');
    await writeFile(join(folder, 'package.json'), '{ "main": "program.js" }');
    await writeFile(join(folder, 'program.js'), program);
    await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'), 'junction');
    ({ stack } = open());
  });

  function open({ guard = [], length = '8' }: { guard?: string[]; length?: string } = {}): Session {
    const values = { WORD_LENGTH: length };
    return openTestSession(world().engine, {
      root,
      infraPath: 'deploy',
      environmentName: 'my(env)',
      values,
      config: { guard },
    });
  }

  it('has no stack before it is deployed', async () => {
    expect(await pendingCreations(open())).toEqual([]);
    expect(await runWorker(open(), { kind: 'destroy' })).toMatchObject({
      outcome: 'failed',
      torn: false,
      failure: { code: 'no_stack' },
    });
  });

  it('says where its state is going to be', async () => {
    expect(await where(open())).toBe(
      `the state of ${stack} is in .pulumi-state/${stack} with its passphrase, keep both`,
    );
  });

  it('is deployed, and tells what is no text as JSON', async () => {
    expect(await done(open(), { kind: 'up' })).toEqual({
      kind: 'up',
      outputs: { GREETING: 'hello "you"', SIZES: '[1,{"of":"two"}]', ON: 'true' },
      secrets: ['HIDDEN', 'OWN'],
      unchanged: false,
    });
    expect(existsSync(join(root, `.pulumi-state/${stack}/.pulumi/stacks/elsewhere/${stack}.json`))).toBe(true);
  });

  it('has nothing written into its folder but the salt of Pulumi', async () => {
    const names = ['Pulumi.yaml', 'package.json', 'program.js', 'node_modules'];

    expect((await readdir(join(root, 'deploy'))).sort()).toEqual([...names, `Pulumi.${stack}.yaml`].sort());
    expect(await readFile(join(root, `deploy/Pulumi.${stack}.yaml`), 'utf8')).toMatch(/^encryptionsalt: \S+\n$/);
  });

  it('is destroyed from a new environment, as long as the state is there; the stack stays', async () => {
    await rm(join(root, '.azure'), { recursive: true });
    await rm(join(root, `deploy/Pulumi.${stack}.yaml`));

    expect(await done(open(), { kind: 'destroy' })).toMatchObject({ outputs: expect.arrayContaining(['GREETING']) });
    expect(JSON.parse(await pulumi(open(), ['stack', 'ls', '--json']))).toMatchObject([
      { name: stack, resourceCount: 0 },
    ]);
  });

  it('that fails says why in the words of its program', async () => {
    await writeFile(join(root, 'deploy/program.js'), "throw new Error('There is no ramen today.');");

    const ending = await runWorker(open(), { kind: 'up' });

    expect(ending).toMatchObject({
      outcome: 'failed',
      torn: false,
      failure: { code: 'program_failed', message: expect.stringContaining('There is no ramen today.') },
    });
  });
});
