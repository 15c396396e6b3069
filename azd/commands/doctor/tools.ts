import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { isObject } from '../../../gateway/json';
import { oldest } from '../../extension';
import type { Session } from '../../session';
import { readProject } from '../project';
import type { Finding } from './finding';

type Variables = Readonly<Record<string, string>>;

const where = {
  azd: 'https://aka.ms/azd/install',
  pulumi: 'https://www.pulumi.com/docs/install/',
  node: 'https://nodejs.org',
};

export function checkAzd(variables: Variables): Promise<Finding> {
  return checkVersion({ subject: 'azd', program: 'azd', least: oldest.azd, source: where.azd, variables });
}

export function checkPulumi(variables: Variables): Promise<Finding> {
  return checkVersion({ subject: 'Pulumi', program: 'pulumi', least: oldest.pulumi, source: where.pulumi, variables });
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
    advice: `Install Pulumi with all that comes with it: ${where.pulumi}`,
  };
}

/** The Node that a program in JavaScript or TypeScript gets, and what its package.json asks for. */
export async function checkNode({ folder, variables }: Session): Promise<Finding | undefined> {
  if (readProject(folder).runtime !== 'nodejs') return undefined;
  const least = /^>=\s*([\d.]+)/.exec(wantedNode(folder))?.[1] ?? oldest.node;
  return checkVersion({ subject: 'Node', program: 'node', least, source: where.node, variables });
}

interface Wanted {
  subject: string;
  program: string;
  least: string;
  source: string;
  variables: Variables;
}

async function checkVersion({ subject, program, least, source, variables }: Wanted): Promise<Finding> {
  const argument = program === 'node' ? '--version' : 'version';
  const said = await promisify(execFile)(program, [argument], { env: variables }).catch(() => undefined);
  const version = /\d+\.\d+\.\d+\S*/.exec(said?.stdout ?? '')?.[0];
  if (version === undefined) return { subject, text: 'is not there', advice: `Install it: ${source}` };
  if (isAtLeast(version, least)) return { subject, text: version };
  return { subject, text: `${version} is older than ${least}`, advice: `Install a newer one: ${source}` };
}

/** Builds of azd that were made for development call themselves 0.0.0. */
function isAtLeast(version: string, least: string): boolean {
  if (version.startsWith('0.0.0')) return true;
  return version.localeCompare(least, 'en', { numeric: true }) >= 0;
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
