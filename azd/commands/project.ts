import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the commands have to know of a `Pulumi.yaml`. */
export interface Project {
  name: string | undefined;
  /** `nodejs`, `python` ... */
  runtime: string | undefined;
}

/** Reads the two lines that Pulumi itself writes in this form; each is undefined where a project says it in another one. */
export function readProject(folder: string): Project {
  const file = ['Pulumi.yaml', 'Pulumi.yml'].map((name) => join(folder, name)).find((path) => existsSync(path));
  const text = file === undefined ? '' : readFileSync(file, 'utf8');
  return {
    name: /^name:[ \t]*["']?([\w.-]+)/m.exec(text)?.[1],
    runtime: /^runtime:(?:\s*\n(?:[ \t]+.*\n)*?[ \t]+name:)?[ \t]*["']?([\w-]+)/m.exec(text)?.[1],
  };
}
