import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { ProvisioningError } from './failure';

/** What has to be known of a `Pulumi.yaml`. */
interface Declared {
  name: string | undefined;
  /** `nodejs`, `python` … */
  runtime: string | undefined;
  /** `backend.url`. */
  backend: string | undefined;
}

/**
 * Reads the lines of a `Pulumi.yaml` in the form in which Pulumi itself writes them; each is undefined where a project says
 * it in another one, and all are where there is no such file.
 */
export function readProject(folder: string): Declared & { isThere: boolean } {
  const file = ['Pulumi.yaml', 'Pulumi.yml'].map((name) => join(folder, name)).find((path) => existsSync(path));
  const text = file === undefined ? '' : readFileSync(file, 'utf8');
  return {
    isThere: file !== undefined,
    name: /^name:[ \t]*["']?([\w.-]+)/m.exec(text)?.[1],
    runtime: /^runtime:(?:\s*\n(?:[ \t]+.*\n)*?[ \t]+name:)?[ \t]*["']?([\w-]+)/m.exec(text)?.[1],
    backend: /^backend:\s*\n\s+url:\s*['"]?([^\s'"]+)/m.exec(text)?.[1],
  };
}

/** A Pulumi project. */
export interface Project extends Pick<Declared, 'backend'> {
  folder: string;
}

/**
 * The project that `infra.path` of azure.yaml is in or belongs to: the closest `Pulumi.yaml`, from that folder up to the root.
 *
 * @throws ProvisioningError when there is none, or when its npm packages are not installed
 */
export function findProject(root: string, infraPath: string): Project {
  const folders = foldersUpTo(root, resolve(root, infraPath));
  for (const folder of folders) {
    const { isThere, runtime, backend } = readProject(folder);
    if (!isThere) continue;
    if (runtime === 'nodejs') requirePackages(root, folder);
    return { folder, backend };
  }
  throw new ProvisioningError({
    code: 'no_pulumi_project',
    category: 'validation',
    message: `There is no Pulumi.yaml in ${folders.join(', nor in ')}.`,
    suggestion: 'Say in azure.yaml where the Pulumi project is: infra.path.',
  });
}

/** The folder and those above it, as far as the root; the folder alone when it is not below the root. */
export function foldersUpTo(root: string, folder: string): string[] {
  const isBelow = folder !== root && !relative(root, folder).startsWith('..') && folder !== dirname(folder);
  return isBelow ? [folder, ...foldersUpTo(root, dirname(folder))] : [folder];
}

function requirePackages(root: string, folder: string): void {
  const declared = foldersUpTo(root, folder).filter((path) => existsSync(join(path, 'package.json')));
  // A workspace has its packages above.
  if (declared.length === 0 || declared.some((path) => existsSync(join(path, 'node_modules')))) return;
  throw new ProvisioningError({
    code: 'packages_missing',
    category: 'dependency',
    message: `The npm packages of ${folder} are not installed.`,
    suggestion: `Run npm ci in ${declared[0] ?? folder}.`,
  });
}
