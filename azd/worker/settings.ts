import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isObject, type Json } from '../../gateway/json';
import type { Job } from '../job';
import { pulumi } from '../pulumi/cli';
import type { Work } from './work';

/** Values by their names; those that may be private as digests. */
export type Settings = Readonly<Record<string, string>>;

/** What may be shown and kept as it is: the place, and the stack's own configuration, whose secrets come without values. */
const shown = /^AZURE_(?:LOCATION|ENV_NAME|SUBSCRIPTION_ID)$|:/;

/** What people name so is not for a file; what azd and this extension add by themselves is no setting. */
const ignored = /KEY|SECRET|TOKEN|PASSWORD|PASSPHRASE|CONNECTION_?STRING|^SERVICE_|^AZURE_TENANT_ID$/i;

/** What the program is told now: azd's values, and the stack's own configuration. */
export async function readSettings({ job, target }: Work): Promise<Settings> {
  const config = toObject(JSON.parse(await pulumi(target, ['config', '--json'])));
  // A secret of the configuration comes without its value.
  const configured = Object.entries(config).map(([name, entry]): [string, unknown] => [name, toObject(entry).value]);
  return digest({ ...job.settings, ...Object.fromEntries(configured) });
}

/** What the last deployment that went well was told, and what it gave out: azd puts that among its values. */
export interface Kept {
  settings: Settings;
  outputs: Settings;
}

export function readKept(job: Job): Kept | undefined {
  const file = fileOf(job);
  if (!existsSync(file)) return undefined;
  const { settings, outputs } = toObject(JSON.parse(readFileSync(file, 'utf8')));
  return { settings: textsOf(toObject(settings)), outputs: textsOf(toObject(outputs)) };
}

export function keep(job: Job, { settings, outputs }: Kept): void {
  const file = fileOf(job);
  const kept: Kept = { settings, outputs: digest(outputs) };
  writeFileSync(`${file}.new`, JSON.stringify(kept), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** The settings that differ, with both values where these may be shown. An output that azd does not have any more was no setting. */
export function changedSettings({ settings, outputs }: Kept, now: Settings): string[] {
  const before: Settings = { ...settings, ...outputs };
  return [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .filter((name) => now[name] !== before[name] && (now[name] !== undefined || outputs[name] === undefined))
    .sort()
    .map((name) => (shown.test(name) ? `${name} (${before[name] ?? 'not set'} → ${now[name] ?? 'not set'})` : name));
}

function fileOf({ record }: Job): string {
  return join(dirname(record), 'settings.json');
}

function digest(values: Json): Settings {
  return Object.fromEntries(
    Object.entries(textsOf(values)).map(([name, value]) => [
      name,
      shown.test(name) ? value : createHash('sha256').update(value).digest('base64url'),
    ]),
  );
}

function textsOf(values: Json): Settings {
  const texts = Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(texts.filter(([name]) => !ignored.test(name)));
}

function toObject(value: unknown): Json {
  return isObject(value) ? value : {};
}
