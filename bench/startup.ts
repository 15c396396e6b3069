import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { median } from './median';

const root = join(__dirname, '..');

/** Milliseconds from launching `npm start` to the line that says it is ready: npm, both bundles, Azurite, two hosts, the gateway. */
export async function measureStartup(times: number): Promise<number> {
  const results: number[] = [];
  for (let run = 0; run < times; run += 1) results.push(await startOnce());
  return median(results);
}

async function startOnce(): Promise<number> {
  const started = performance.now();
  // A process group of its own, so that stopping it also reaches what npm started.
  const child = spawn('npm', ['start', '--silent', '--', '--json', '--ephemeral', '--port', '0'], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exited = once(child, 'exit');
  const ready = once(createInterface({ input: child.stdout }), 'line');
  const ended = exited.then(() => {
    throw new Error('npm start ended before it was ready.');
  });
  try {
    await Promise.race([ready, ended]);
    return performance.now() - started;
  } finally {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
    await exited;
  }
}
