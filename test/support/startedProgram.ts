import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Outputs } from '../../gateway/outputs';
import { LineLog } from './lineLog';
import { processesBelow } from './processes';
import { withoutColours } from './program';

/** What is still running when tests fail half-way. */
const running = new Set<ChildProcess>();

/** Ends programs that failed tests of the surrounding `describe` have left behind. */
export function endProgramsAfterAll(): void {
  afterAll(async () => {
    const left = [...running].map(async (child) => {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    });
    await Promise.all(left);
  });
}

const repository = join(__dirname, '../..');

/** The program behind `npm start`, run as a process of its own. */
export interface StartedProgram {
  stdout: LineLog;
  stderr: LineLog;
  /** The outputs that it prints with --json once it is ready. */
  outputs(): Promise<Outputs>;
  /** The ids of the processes below it. */
  descendants(): number[];
  signal(name: NodeJS.Signals): void;
  /** What a terminal does: all processes of the group get the signal. For {@link npmStart} only. */
  signalGroup(name: NodeJS.Signals): void;
  /** Waits for its end, and for that of all who share its output. */
  ended(): Promise<number | NodeJS.Signals>;
}

/** Runs `local/index.ts` in a folder; the folder gets the bundles that it looks for there. */
export async function startProgram(folder: string, ...args: string[]): Promise<StartedProgram> {
  await symlink(join(repository, 'dist'), join(folder, 'dist')).catch(ignoreExisting);
  return startWithoutBundles(folder, ...args);
}

/** Runs `local/index.ts` in a folder as it is. */
export function startWithoutBundles(folder: string, ...args: string[]): StartedProgram {
  const entry = join(repository, 'local/index.ts');
  const node = ['--require', require.resolve('tsx/cjs'), entry, ...args];
  return observe(
    spawn(process.execPath, node, { cwd: folder, env: withoutColours(), stdio: ['ignore', 'pipe', 'pipe'] }),
  );
}

/** Runs `npm start` in the repository. Its build step is left out, for other tests read the bundles. */
export function npmStart(...args: string[]): StartedProgram {
  const npm = ['start', '--silent', '--ignore-scripts', '--', ...args];
  return observe(
    spawn('npm', npm, { cwd: repository, detached: true, env: withoutColours(), stdio: ['ignore', 'pipe', 'pipe'] }),
  );
}

function observe(child: ChildProcess): StartedProgram {
  running.add(child);
  child.once('exit', () => running.delete(child));
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const stdout = keepLines(child, 'stdout');
  const stderr = keepLines(child, 'stderr');
  return {
    stdout,
    stderr,
    async outputs() {
      const line = await Promise.race([stdout.find('{'), ended.then(() => undefined)]);
      if (line === undefined) throw new Error('The program ended before it was ready.');
      return JSON.parse(line) as Outputs;
    },
    descendants: () => descendantsOf(child.pid),
    signal: (name) => child.kill(name),
    signalGroup: (name) => process.kill(-(child.pid ?? 0), name),
    async ended() {
      const [code, signal] = await ended;
      return signal ?? code ?? -1;
    },
  };
}

function keepLines(child: ChildProcess, stream: 'stdout' | 'stderr'): LineLog {
  const log = new LineLog();
  const input = child[stream];
  if (input) createInterface({ input }).on('line', log.write.bind(log));
  return log;
}

/** Without the compiler that tsx may run for a moment: it ends by itself when its input closes. */
function descendantsOf(root: number | undefined): number[] {
  if (root === undefined) return [];
  return processesBelow(root).flatMap(({ pid, command }) => (command.includes('esbuild') ? [] : [pid]));
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
