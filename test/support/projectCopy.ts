import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';

const root = join(__dirname, '../..');

/** Copies into a folder what `git clone` would bring, with all that is not committed yet. */
export async function copyFiles(folder: string): Promise<void> {
  const list = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const files = execFileSync('git', list, { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);
  await Promise.all(files.filter(existsInRoot).map((file) => cp(join(root, file), join(folder, file))));
}

/** Not what has just been deleted and is not committed yet. */
function existsInRoot(file: string): boolean {
  return existsSync(join(root, file));
}
