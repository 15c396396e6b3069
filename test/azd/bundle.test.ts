import { createHash } from 'node:crypto';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { extension } from '../../azd/extension';
import { makeBundle } from '../../azd/install/bundle';
import { compile } from '../../azd/install/compile';
import manifest from '../../package.json';
import { modesOf, unpackAsAzd } from '../support/azd/bundle';
import { runFile } from '../support/program';
import { useTemporaryFolder } from '../support/temporaryFolder';

const archivePath = 'artifacts/azd-pulumi.zip';
const plain = 'Unix 644';

describe('the bundle of the azd extension', () => {
  const folder = useTemporaryFolder();
  let bundle: Uint8Array;
  let archive: Uint8Array;
  beforeAll(async () => {
    bundle = await makeBundle();
    archive = unzipSync(bundle)[archivePath] ?? new Uint8Array();
  });
  const text = (name: string) => Buffer.from(unzipSync(archive)[name] ?? []).toString();

  it('holds a registry and one archive, which holds two programs and all that they need', () => {
    expect(modesOf(bundle)).toEqual({ 'registry.json': plain, [archivePath]: plain });
    expect(modesOf(archive)).toEqual({
      'bin/azd-pulumi': 'Unix 755',
      'bin/azd-pulumi.cmd': 'Unix 755',
      'dist/azd.proto': plain,
      'dist/main.js': plain,
      'dist/worker.js': plain,
      'package.json': plain,
      LICENSE: plain,
      'licences.txt': plain,
    });
  });

  it('tells azd what it is, and how each system starts it', () => {
    const checksum = { algorithm: 'sha256', value: createHash('sha256').update(archive).digest('hex') };
    const artifact = (entryPoint: string) => ({ url: archivePath, checksum, entryPoint });

    expect(JSON.parse(Buffer.from(unzipSync(bundle)['registry.json'] ?? []).toString())).toMatchObject({
      schemaVersion: '1.0',
      extensions: [
        {
          id: extension.id,
          namespace: 'pulumi',
          versions: [
            {
              version: extension.version,
              requiredAzdVersion: '>= 1.28.0',
              capabilities: ['custom-commands', 'provisioning-provider'],
              providers: [{ name: 'pulumi', type: 'provisioning-provider' }],
              artifacts: {
                linux: artifact('bin/azd-pulumi'),
                darwin: artifact('bin/azd-pulumi'),
                windows: artifact('bin/azd-pulumi.cmd'),
              },
            },
          ],
        },
      ],
    });
  });

  it('has a licence for every package that went into its programs', async () => {
    const { metafile } = await compile();
    const packages = Object.keys(metafile.inputs).flatMap(
      (path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? [],
    );
    const titles = text('licences.txt').match(/^\S+ \d+\.\d+\.\d+ \(.+\)$/gm) ?? [];

    const licensed = titles.map((title) => title.split(' ')[0]);
    expect(packages).toContain('@grpc/grpc-js');
    expect(packages.filter((name) => !licensed.includes(name))).toEqual([]);
    expect(text('licences.txt')).toContain(`@pulumi/pulumi ${manifest.dependencies['@pulumi/pulumi']} (Apache-2.0)`);
    expect(text('licences.txt')).toContain('Permission is hereby granted, free of charge');
  });

  it('starts on Linux and macOS from where azd unpacks it, and needs nothing but node on the PATH', async () => {
    const bin = join(folder(), 'bin');
    await mkdir(bin);
    await symlink(process.execPath, join(bin, 'node'));
    const launcher = await unpackAsAzd(archive, join(folder(), 'with blanks'), 'bin/azd-pulumi');

    const started = await runFile(launcher, ['--help'], { PATH: bin });

    expect(started).toMatchObject({ exitCode: 0, stderr: '' });
    expect(started.stdout).toMatch(/azd pulumi/);
  });

  it('says what is missing where there is no node on the PATH', async () => {
    const launcher = await unpackAsAzd(archive, join(folder(), 'without node'), 'bin/azd-pulumi');

    expect(await runFile(launcher, ['listen'], { PATH: join(folder(), 'nothing') })).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'The Pulumi extension of azd runs on Node.js, which is not on the PATH: https://nodejs.org\n',
    });
  });

  it('has lines that end as each system wants it', () => {
    expect(text('bin/azd-pulumi')).not.toContain('\r');
    expect(text('bin/azd-pulumi.cmd')).not.toMatch(/[^\r]\n/);
  });
});
