import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { useTemporaryFolder } from '../temporaryFolder';

const azd = join(__dirname, '../../../azd');

/** A built extension for the tests of the surrounding `describe`. @param worker the program in the worker's place, or the real one */
export function useExtension(worker?: string): () => string {
  const folder = useTemporaryFolder();
  beforeAll(async () => {
    await mkdir(folder(), { recursive: true });
    await copyFile(join(azd, 'azd.proto'), join(folder(), 'azd.proto'));
    await bundle('index.ts', join(folder(), 'main.js'));
    if (worker === undefined) await bundle('worker/index.ts', join(folder(), 'worker.js'));
    else await writeFile(join(folder(), 'worker.js'), worker);
  });
  return () => join(folder(), 'main.js');
}

async function bundle(entry: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [join(azd, entry)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    logLevel: 'silent',
  });
}
