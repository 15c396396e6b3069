import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../terminal/userError';

const keyFile = 'subscription.key';

/** A key that no one can guess: 32 hexadecimal digits, like API Management's own. */
export function createKey(): string {
  return randomBytes(16).toString('hex');
}

/** The agents' key of a folder, made on first use and readable by this user alone, so that client settings stay valid. */
export async function keptSubscriptionKey(folder: string): Promise<string> {
  const path = join(folder, keyFile);
  await mkdir(folder, { recursive: true });
  await writeFile(path, createKey(), { flag: 'wx', mode: 0o600 }).catch(ignoreExisting);
  const key = (await readFile(path, 'utf8')).trim();
  if (!/^[\da-f]{32}$/.test(key)) throw new UserError(`${path} holds no key: delete it to get a new one.`);
  return key;
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
