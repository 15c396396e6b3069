import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { ProvisioningError } from './failure';

const fileNames = ['Pulumi.yaml', 'Pulumi.yml'];

/** A Pulumi project. */
export interface Project {
  folder: string;
  /** What `backend.url` of its `Pulumi.yaml` says. */
  backend: string | undefined;
}

/**
 * The project that `infra.path` of azure.yaml is in or belongs to: the closest `Pulumi.yaml`, from that folder up to the root.
 *
 * @throws ProvisioningError when there is none, or when its npm packages are not installed
 */
export function findProject(root: string, infraPath: string): Project {
  const start = resolve(root, infraPath);
  const folders = foldersUpTo(root, start);
  for (const folder of folders) {
    const file = fileNames.map((name) => join(folder, name)).find((path) => existsSync(path));
    if (file === undefined) continue;
    const text = readFileSync(file, 'utf8');
    if (/\bnodejs\b/.test(text)) requirePackages(root, folder);
    return { folder, backend: /^backend:\s*\n\s+url:\s*['"]?([^\s'"]+)/m.exec(text)?.[1] };
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
