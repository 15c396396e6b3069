import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Puts a program of this name into a folder that a test has on its PATH: these lines of a POSIX shell. */
export async function writeScript(folder: string, name: string, lines: string): Promise<void> {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\n${lines}\n`);
  await chmod(path, 0o755);
}
