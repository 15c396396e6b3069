import { chmod, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { extension } from '../../azd/extension';
import { makeBundle } from '../../azd/install/bundle';
import { runIn } from '../../azd/install/command';
import { handOver } from '../../azd/install/handOver';
import { checkRequirements } from '../../azd/install/requirements';
import { exitCodes } from '../../terminal/userError';
import { run } from '../support/program';
import { useTemporaryFolder } from '../support/temporaryFolder';

const { id, version } = extension;
const bundle = join(__dirname, '../../dist/azd-pulumi.zip');
const installed = JSON.stringify([{ id, version, installedVersion: version, source: 'bundle' }]);
/** As azd says it where nothing is installed, in place of a list. */
const nothing = '{"type":"consoleMessage","data":{"message":"WARNING: No extensions installed."}}';
const done = 'SUCCESS: Extension(s) installed successfully';

interface Machine {
  azd?: string;
  pulumi?: string;
  node?: string;
  /** What `azd extension install` says, and its exit code. */
  install?: [text: string, exitCode: number];
  /** What `azd extension list` says. */
  list?: string;
}

describe('npm run azd:install', () => {
  const folder = useTemporaryFolder();
  const calls = () => join(folder(), 'calls');

  /** Puts programs on the PATH that answer as told. */
  async function prepare({ azd, pulumi, node, install = [done, 0], list = installed }: Machine) {
    const bin = join(folder(), 'bin');
    await rm(bin, { recursive: true, force: true });
    await mkdir(bin);
    await writeFile(calls(), '');
    const script = async (name: string, text: string) => {
      await writeFile(join(bin, name), `#!/bin/sh\n${text}\n`);
      await chmod(join(bin, name), 0o755);
    };
    if (azd !== undefined) {
      const answers = [
        `version*) echo 'azd version ${azd} (commit 0123456) (stable)';;`,
        `'extension install'*) echo '${install[0]}'; exit ${install[1]};;`,
        `'extension list'*) echo '${list}';;`,
      ];
      await script('azd', `echo "$*" >> '${calls()}'\ncase "$*" in\n${answers.join('\n')}\nesac`);
    }
    if (pulumi !== undefined) await script('pulumi', `echo '${pulumi}'`);
    if (node === 'broken') await script('node', 'echo v24.0.0; [ "$1" = --version ]');
    else if (node === 'real') await symlink(process.execPath, join(bin, 'node'));
    else if (node !== undefined) await script('node', `echo '${node}'`);
    // As npm puts its own in front.
    const npm = join(__dirname, '../../node_modules/.bin');
    return { PATH: `${npm}:${bin}`, TZ: 'Pacific/Auckland' };
  }

  async function installOn(machine: Machine) {
    return run(['--require', 'tsx/cjs', 'azd/install/index.ts'], await prepare(machine));
  }

  const asked = async () => (await readFile(calls(), 'utf8')).trim().split('\n');
  const complete = { azd: '1.31.2', pulumi: 'v3.274.1', node: 'real' };

  it('builds the same bundle everywhere and hands it over to azd', async () => {
    const finished = await installOn(complete);

    expect(finished).toEqual({
      exitCode: 0,
      stdout: `azd has the extension ${id} ${version}. Next: azd up\n`,
      stderr: '',
    });
    expect(await asked()).toEqual([
      'version',
      `extension install ${bundle} --force --no-prompt`,
      'extension list --installed --output json',
    ]);
    expect(Buffer.from(await makeBundle()).equals(await readFile(bundle))).toBe(true);
  });

  it.each<[title: string, machine: Machine, sentences: RegExp[]]>([
    [
      'there is none of what is needed',
      {},
      [
        /^azd is not on the PATH\. Install version 1\.28\.0 or newer: https:\S+$/,
        /^Pulumi is not on the PATH\. Install version 3\.270\.0 or newer: https:\S+$/,
        /^Node\.js is not on the PATH\. Install version 20\.0\.0 or newer: https:\S+$/,
      ],
    ],
    [
      'all of it is too old',
      { azd: '1.27.9', pulumi: 'v3.99.0', node: 'v18.20.8' },
      [/^azd 1\.27\.9 is too old\. /, /^Pulumi 3\.99\.0 is too old\. /, /^Node\.js 18\.20\.8 is too old\. /],
    ],
    ['a program tells no version', { ...complete, pulumi: 'what?' }, [/^Pulumi does not tell its version: what\?\. /]],
  ])('says so where %s, a sentence each, and installs nothing', async (_, machine, sentences) => {
    const finished = await installOn(machine);

    expect(finished).toMatchObject({ exitCode: exitCodes.failed, stdout: '' });
    expect(finished.stderr.trimEnd().split('\n')).toEqual(
      sentences.map((sentence) => expect.stringMatching(sentence) as unknown),
    );
    expect(await asked()).not.toContain(expect.stringContaining('install'));
  });

  it('takes an azd that was built from its source', async () => {
    await checkRequirements(runIn(await prepare({ ...complete, azd: '0.0.0-dev.0' })));
  });

  it.each<[title: string, machine: Machine]>([
    ['fails', { install: ['ERROR: checksum', 1], list: nothing }],
    ['fails and leaves the old one', { install: ['ERROR: locked', 1] }],
    ['says that it succeeded and has nothing', { list: nothing }],
    ['keeps another version', { list: JSON.stringify([{ id, version, installedVersion: '0.9.0' }]) }],
    ['lists another extension', { list: JSON.stringify([{ id: 'other.pulumi', installedVersion: version }]) }],
  ])('does not believe azd when it %s', async (_, machine) => {
    const env = await prepare({ ...complete, ...machine });

    await expect(handOver(bundle, runIn(env))).rejects.toThrow(
      `azd did not install the extension ${id} ${version}. azd extension install ${bundle} --force says:\n` +
        (machine.install ?? [done])[0],
    );
  });

  it('says so where the extension does not start', async () => {
    const finished = await installOn({ ...complete, node: 'broken' });

    expect(finished).toEqual({
      exitCode: exitCodes.failed,
      stdout: '',
      stderr: 'The extension was built, but it does not start: v24.0.0\n',
    });
    expect(await asked()).toEqual(['version']);
  });
});
