import { basename, join } from 'node:path';
import { build, type Metafile } from 'esbuild';

const sources = join(__dirname, '..');

interface Compiled {
  /** `main.js` and `worker.js`. */
  programs: { name: string; contents: Uint8Array }[];
  /** Which sources went into them. */
  metafile: Metafile;
}

/** Bundles the two programs of the extension, each with all that it needs. */
export async function compile(): Promise<Compiled> {
  const { outputFiles, metafile } = await build({
    entryPoints: { main: join(sources, 'index.ts'), worker: join(sources, 'worker/index.ts') },
    absWorkingDir: join(sources, '..'),
    outdir: 'dist',
    bundle: true,
    minify: true,
    // For the stacks in a log.
    keepNames: true,
    // The licences lie beside the programs.
    legalComments: 'none',
    platform: 'node',
    // azd's PATH decides which Node it is.
    target: 'node20',
    format: 'cjs',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  return { programs: outputFiles.map(({ path, contents }) => ({ name: basename(path), contents })), metafile };
}
