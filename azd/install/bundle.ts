import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { extension } from '../extension';
import { pack } from './archive';
import { compile } from './compile';
import { launchers } from './launchers';
import { licencesOf } from './licences';
import { archivePath, describeArchive } from './registry';

const root = join(__dirname, '../..');

/** Makes the zip that `azd extension install` takes: the same one for Linux, macOS and Windows. */
export async function makeBundle(): Promise<Uint8Array> {
  const { programs, metafile } = await compile();
  const archive = pack({
    ...launchers,
    ...Object.fromEntries(programs.map(({ name, contents }) => [`dist/${name}`, contents])),
    'dist/azd.proto': await readFile(join(root, 'azd/azd.proto')),
    'package.json': JSON.stringify({ name: 'azd-pulumi', version: extension.version, type: 'commonjs' }),
    LICENSE: await readFile(join(root, 'LICENSE')),
    'licences.txt': licencesOf(metafile),
  });
  return pack({ 'registry.json': describeArchive(archive), [archivePath]: archive });
}
