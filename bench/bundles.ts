import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { median } from './median';

/** A function app's bundle: bytes of code, and milliseconds that a fresh process takes to load it. */
export interface Bundle {
  bytes: number;
  loadMilliseconds: number;
}

const run = promisify(execFile);

/** Looks at `dist/<app>/index.js`, which is what Azure loads when an instance starts. */
export async function measureBundle(app: 'menu' | 'orders', times: number): Promise<Bundle> {
  const file = join(__dirname, '..', 'dist', app, 'index.js');
  const loads: number[] = [];
  for (let load = 0; load < times; load += 1) {
    const { stdout } = await run(process.execPath, [join(__dirname, 'loadBundle.js'), file]);
    loads.push(Number(stdout));
  }
  return { bytes: (await stat(file)).size, loadMilliseconds: median(loads) };
}
