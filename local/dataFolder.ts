import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../terminal/userError';

/** What one stack at a time keeps between its runs. */
interface DataFolder {
  /** Where the tables are kept. */
  tables: string;
  /** Lets the next stack in. */
  stop(): Promise<void>;
}

const lockFile = 'stack.pid';

/**
 * Takes a folder for this process. Two stacks that write the same tables would lose orders, so a folder that a living
 * process holds is refused with a {@link UserError}.
 */
export async function openDataFolder(folder: string): Promise<DataFolder> {
  await mkdir(folder, { recursive: true });
  const lock = join(folder, lockFile);
  await takeLock(lock, folder);
  return { tables: join(folder, 'tables'), stop: () => rm(lock, { force: true }) };
}

async function takeLock(lock: string, folder: string): Promise<void> {
  const holder = Number(await readFile(lock, 'utf8').catch(ignoreMissing));
  if (holder > 0 && holder !== process.pid && isAlive(holder)) {
    throw new UserError(
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

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
