import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { isObject } from '../../../gateway/json';
import { isOlder, type Program, programs, versionIn } from '../../programs';
import { readProject } from '../../project';
import type { Session } from '../../session';
import type { Finding } from './finding';

type Variables = Readonly<Record<string, string>>;

export function checkAzd(variables: Variables): Promise<Finding> {
  return checkVersion(programs.azd, variables);
}

export function checkPulumi(variables: Variables): Promise<Finding> {
  return checkVersion(programs.pulumi, variables);
}

/** The program that runs programs of the project's language: it comes with Pulumi. */
export function checkLanguageHost({ folder, variables }: Session): Finding {
  const subject = 'language host';
  const { runtime } = readProject(folder);
  if (runtime === undefined) return { subject, text: 'not looked for: Pulumi.yaml does not name its runtime plainly' };
  const program = `pulumi-language-${runtime}`;
  const pulumi = find('pulumi', pathOf(variables));
  const found = find(program, [...(pulumi === undefined ? [] : [dirname(pulumi)]), ...pathOf(variables)]);
  if (found !== undefined) return { subject, text: program };
  return {
    subject,
    text: `there is no ${program}, neither beside pulumi nor on the PATH`,
    advice: `Install Pulumi with all that comes with it: ${programs.pulumi.from}`,
  };
}

/** The Node that a program in JavaScript or TypeScript gets, and what its package.json asks for. */
export async function checkNode({ folder, variables }: Session): Promise<Finding | undefined> {
  if (readProject(folder).runtime !== 'nodejs') return undefined;
  const least = /^>=\s*([\d.]+)/.exec(wantedNode(folder))?.[1] ?? programs.node.oldest;
  return checkVersion({ ...programs.node, oldest: least }, variables);
}

async function checkVersion({ name, command, oldest, from }: Program, variables: Variables): Promise<Finding> {
  const [program, argument] = command;
  const said = await promisify(execFile)(program, [argument], { env: variables }).catch(() => undefined);
  const version = versionIn(said?.stdout ?? '');
  if (version === undefined) return { subject: name, text: 'is not there', advice: `Install it: ${from}` };
  if (!isOlder(version, oldest)) return { subject: name, text: version };
  return { subject: name, text: `${version} is older than ${oldest}`, advice: `Install a newer one: ${from}` };
}

function wantedNode(folder: string): string {
  const file = join(folder, 'package.json');
  const manifest: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  const engines = isObject(manifest) && isObject(manifest.engines) ? manifest.engines : {};
  return typeof engines.node === 'string' ? engines.node : '';
}

function pathOf(variables: Variables): string[] {
  // Windows spells it as it likes.
  const [, path = ''] = Object.entries(variables).find(([name]) => name.toUpperCase() === 'PATH') ?? [];
  return path.split(delimiter).filter((folder) => folder !== '');
}

function find(program: string, folders: readonly string[]): string | undefined {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  return folders
    .flatMap((folder) => endings.map((ending) => join(folder, program + ending)))
    .find((path) => existsSync(path));
}
