import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isObject, type Json } from '../../gateway/json';
import type { Job } from '../job';
import { softDeletedType } from '../pulumi/softDeletedTypes';
import type { StateResource } from '../pulumi/state';

/** A resource that Azure keeps back for a while after its deletion. */
export interface SoftDeleted {
  name: string;
  /** Where its purge is asked for, below the endpoint of ARM. */
  path: string;
}

/**
 * What of a stack stays soft-deleted once it is destroyed, written down before that: afterwards nobody knows of it.
 *
 * @returns also what earlier destructions left
 */
export function remember(job: Job, resources: readonly StateResource[]): SoftDeleted[] {
  const found = resources.flatMap(toSoftDeleted);
  const paths = new Set(found.map(({ path }) => path));
  const all = [...read(job).filter(({ path }) => !paths.has(path)), ...found];
  if (all.length > 0) writeFileSync(fileOf(job), JSON.stringify(all), { mode: 0o600 });
  return all;
}

/** Nothing is left of it. */
export function forget(job: Job): void {
  rmSync(fileOf(job), { force: true });
}

function read(job: Job): SoftDeleted[] {
  const list: unknown = existsSync(fileOf(job)) ? JSON.parse(readFileSync(fileOf(job), 'utf8')) : [];
  return (Array.isArray(list) ? list.filter(isObject) : []).map(({ name, path }: Json) => ({
    name: String(name),
    path: String(path),
  }));
}

function fileOf({ record }: Job): string {
  return join(dirname(record), 'softDeleted.json');
}

function toSoftDeleted({ type, id = '', outputs }: StateResource): SoftDeleted[] {
  const kept = softDeletedType(type);
  const [, subscription, group, name] =
    /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/.*\/([^/]+)$/i.exec(id) ?? [];
  if (!kept || !subscription || !group || !name || typeof outputs.location !== 'string') return [];
  // Azure also answers with the name that people see: Japan East.
  const location = outputs.location.replaceAll(' ', '').toLowerCase();
  return [{ name, path: kept.purgePath({ subscription, group, name, location }) }];
}
