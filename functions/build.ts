import { copyFile, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type BuildFailure } from 'esbuild';
import { runMain } from '../terminal/runMain';
import { UserError } from '../terminal/userError';

const sources = __dirname;
const bundles = join(__dirname, '../dist');

/** Everything that a bundle needs to know about itself when it is deployed. */
const manifest = { main: 'index.js', type: 'commonjs' };

/** A person's own, for the local host: no build writes it, and azd does not deploy it. */
const settingsFile = 'local.settings.json';

void runMain({
  command: 'npm run build',
  summary: 'Bundles each function app into dist/<app>.',
  options: {},
  main: () => buildAll().catch(fail),
});

/** Bundles each folder beside this file into `dist/<app>`, ready to be zipped and deployed, or loaded by the local host. */
async function buildAll(): Promise<void> {
  const entries = await readdir(sources, { withFileTypes: true });
  const apps = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const results = await Promise.allSettled(apps.map(buildApp));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

/** Builds beside the bundle's folder, on the same volume and as deep: source maps hold relative paths. */
async function buildApp(app: string): Promise<void> {
  await mkdir(bundles, { recursive: true });
  const scratch = await mkdtemp(join(bundles, `.${app}-`));
  try {
    await copyFile(join(sources, app, 'host.json'), join(scratch, 'host.json'));
    await writeFile(join(scratch, 'package.json'), JSON.stringify({ name: app, ...manifest }));
    await bundle(join(sources, app, 'index.ts'), join(scratch, 'index.js'));
    await putInPlace(scratch, join(bundles, app));
  } finally {
    await rm(scratch, { recursive: true });
  }
}

/**
 * Replaces the files of a folder one by one: whoever reads it meanwhile finds every file there and whole. azd packs each
 * app after a build of its own, and these builds run at the same time.
 */
async function putInPlace(scratch: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const built = await readdir(scratch);
  for (const file of built) await rename(join(scratch, file), join(folder, file));
  const stale = (await readdir(folder)).filter((file) => ![...built, settingsFile].includes(file));
  for (const file of stale) await rm(join(folder, file), { recursive: true, force: true });
}

/** CommonJS, because the host injects its core module into `require` and into nothing else. */
async function bundle(entry: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: true,
    // Node prints the line of an error that stops a start; without a limit that is half of the bundle.
    lineLimit: 200,
    // Names and lines without the sources: enough to read a stack with --enable-source-maps. The bundle does not switch
    // that on itself, because Node would read the map at every cold start.
    sourcemap: true,
    sourcesContent: false,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    external: ['@azure/functions-core'],
    logLevel: 'silent',
  });
}

/** esbuild's own message has a line for each error; a terminal gets them in one. */
function fail(error: unknown): never {
  if (!isBuildFailure(error)) throw error;
  const reasons = error.errors.map(({ text, location }) =>
    location ? `${location.file}:${location.line}: ${text}` : text,
  );
  throw new UserError(`The function apps were not built: ${reasons.join('; ')}`, { cause: error });
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && 'warnings' in error;
}
