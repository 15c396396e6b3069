import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { isObject } from '../../gateway/json';

const root = join(__dirname, '../..');
const legalText = /^(licen[cs]e|copying|notice)/i;

/** The texts under which the packages that went into the programs are passed on, as they ask for. */
export function licencesOf({ outputs }: Metafile): string {
  const sources = Object.values(outputs).flatMap(({ inputs }) =>
    Object.keys(inputs).filter((path) => inputs[path]?.bytesInOutput),
  );
  const folders = new Set(sources.flatMap((path) => packageOf(path) ?? []));
  return [...folders].sort().map(licenceOf).join('\n\n');
}

/** `node_modules/a/node_modules/@b/c/lib/d.js` is part of the package in `node_modules/a/node_modules/@b/c`. */
function packageOf(path: string): string | undefined {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
}

function licenceOf(folder: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const { name, version, license } = isObject(manifest) ? manifest : {};
  const title = `${String(name)} ${String(version)} (${String(license)})`;
  const texts = readdirSync(join(root, folder))
    .filter((file) => legalText.test(file))
    .sort();
  return [
    `${'='.repeat(title.length)}\n${title}\n${'='.repeat(title.length)}`,
    ...texts.map((file) => readFileSync(join(root, folder, file), 'utf8').trim()),
  ].join('\n\n');
}
