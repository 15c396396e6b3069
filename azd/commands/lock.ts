import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isObject } from '../../gateway/json';
import { processExists } from '../operation';
import { readProject } from '../project';
import type { Session } from '../session';

/** Whoever holds a stack. */
export interface Owner {
  user: string;
  host: string;
  pid: number;
}

/**
 * Who holds the session's stack.
 *
 * @returns undefined where only the backend itself could say it: it is no folder of this machine
 */
export function lockOwners({ backend, folder, stack }: Session): Owner[] | undefined {
  const state = folderOf(backend.url);
  const { name } = readProject(folder);
  if (state === undefined || name === undefined) return undefined;
  // As Pulumi's own backend for folders lays them out.
  const locks = join(state, '.pulumi/locks/organization', name, stack);
  if (!existsSync(locks)) return [];
  return readdirSync(locks)
    .filter((file) => file.endsWith('.json'))
    .map((file) => toOwner(JSON.parse(readFileSync(join(locks, file), 'utf8'))));
}

/** Whether the owner is a process of this machine that is no more. */
export function isDead({ host, pid }: Owner): boolean {
  return host === hostname() && !processExists(pid);
}

export function describeOwner({ user, host, pid }: Owner): string {
  return `process ${pid} of ${user} on ${host}`;
}

function folderOf(url: string): string | undefined {
  return url.startsWith('file:///') ? fileURLToPath(url) : undefined;
}

function toOwner(lock: unknown): Owner {
  const { pid, username, hostname: host } = isObject(lock) ? lock : {};
  return {
    pid: typeof pid === 'number' ? pid : 0,
    user: typeof username === 'string' ? username : 'somebody',
    host: typeof host === 'string' ? host : 'an unknown machine',
  };
}
