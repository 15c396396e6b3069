import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartFailure } from './startFailure';

/** What one stack at a time keeps between its runs. */
export interface DataFolder {
  /** Where the tables are kept. */
  tables: string;
  /** Lets the next stack in. */
  stop(): Promise<void>;
}

const lockFile = 'stack.pid';
const keyFile = 'subscription.key';

/**
 * Takes a folder for this process. Two stacks that write the same tables would lose orders, so a folder that a living
 * process holds is refused with a {@link StartFailure}.
 */
export async function openDataFolder(folder: string): Promise<DataFolder> {
  await mkdir(folder, { recursive: true });
  const lock = join(folder, lockFile);
  await takeLock(lock, folder);
  return { tables: join(folder, 'tables'), stop: () => rm(lock, { force: true }) };
}

/** A key that no one can guess: 32 hexadecimal digits, like API Management's own. */
export function createKey(): string {
  return randomBytes(16).toString('hex');
}

/** The agents' key of a folder, made on first use and readable by this user alone, so that client settings stay valid. */
export async function keptSubscriptionKey(folder: string): Promise<string> {
  const path = join(folder, keyFile);
  await mkdir(folder, { recursive: true });
  await writeFile(path, createKey(), { flag: 'wx', mode: 0o600 }).catch(unless('EEXIST'));
  const key = (await readFile(path, 'utf8')).trim();
  if (!/^[\da-f]{32}$/.test(key)) throw new StartFailure(`${path} holds no key: delete it to get a new one.`);
  return key;
}

async function takeLock(lock: string, folder: string): Promise<void> {
  const holder = Number(await readFile(lock, 'utf8').catch(unless('ENOENT')));
  if (holder > 0 && holder !== process.pid && isAlive(holder)) {
    throw new StartFailure(
      `Another stack (process ${holder}) keeps its orders in ${folder}: stop it, or start this one with --ephemeral.`,
    );
  }
  await rm(lock, { force: true });
  await writeFile(lock, String(process.pid), { flag: 'wx' });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function unless(code: string): (error: NodeJS.ErrnoException) => undefined {
  return (error) => {
    if (error.code !== code) throw error;
  };
}
