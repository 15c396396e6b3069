import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';

/** Contents of files by their paths in a folder. */
export type Files = Record<string, Buffer>;

/** @throws when the zip file is not whole */
export function unpack(zip: Buffer | undefined): Files {
  if (!zip) throw new Error('Nothing was uploaded.');
  const entries = Object.entries(unzipSync(zip)).filter(([path]) => !path.endsWith('/'));
  return Object.fromEntries(entries.map(([path, content]) => [path, Buffer.from(content)]));
}

export async function readFiles(folder: string): Promise<Files> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const files = paths.map(async (path) => [path.slice(folder.length + 1), await readFile(path)] as const);
  return Object.fromEntries(await Promise.all(files));
}

export async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

/** Paths of the files that only one side has, or that differ in a byte. */
export function differences(left: Files, right: Files): string[] {
  const paths = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...paths].filter((path) => {
    const [one, other] = [left[path], right[path]];
    return !one || !other || !one.equals(other);
  });
}
