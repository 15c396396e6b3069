import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { UserError } from '../../terminal/userError';
import { modeOf, unpack } from './archive';
import type { Run } from './command';
import { archivePath, describeArchive } from './registry';

const launcher = process.platform === 'win32' ? 'bin/azd-pulumi.cmd' : 'bin/azd-pulumi';

/**
 * Reads a bundle back and starts what is in it, as azd will.
 *
 * @throws UserError when the file is damaged or the extension does not start
 */
export async function verifyBundle(file: string, run: Run): Promise<void> {
  const { 'registry.json': registry, [archivePath]: archive } = unpack(await readFile(file));
  if (!registry || !archive || Buffer.from(registry).toString() !== describeArchive(archive)) {
    throw new UserError(`${file} is not what was written to it. Is the disk full?`);
  }
  const folder = await mkdtemp(join(tmpdir(), 'azd-pulumi-'));
  try {
    await unpackInto(folder, archive);
    const { exitCode, output } = await run(join(folder, launcher), ['--help']);
    if (exitCode !== 0) throw new UserError(`The extension was built, but it does not start: ${output}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Unpacks an archive as azd does. */
async function unpackInto(folder: string, archive: Uint8Array): Promise<void> {
  for (const [name, content] of Object.entries(unpack(archive))) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    await chmod(path, modeOf(name));
  }
}
