import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { stripVTControlCharacters } from 'node:util';

/** What a program that has ended wrote, without colours, and its exit code: 128 and the signal's number for a signal. */
export interface Ended {
  exitCode: number;
  text: string;
  stdout: string;
}

/** A program at work, with all that it says kept in the order in which it came. */
export interface Started {
  pid: number;
  /** All that it has said so far, without colours. */
  text(): string;
  /** Waits until it has said this. */
  says(pattern: RegExp): Promise<void>;
  /** What a person presses; on a terminal only. */
  press(keys: string): void;
  signal(name: NodeJS.Signals): void;
  /** Waits for its end. */
  ended: Promise<Ended>;
}

export interface Place {
  cwd: string;
  env: NodeJS.ProcessEnv;
}

/** Ctrl-C, as a terminal's keyboard sends it. */
export const interrupt = '\u0003';

const signalNumbers: Partial<Record<NodeJS.Signals, number>> = { SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

/** Starts a program without a terminal, and without anything to read. */
export function start(program: string, args: readonly string[], place: Place): Started {
  return observe(spawn(program, args, { ...place, stdio: ['ignore', 'pipe', 'pipe'] }));
}

/** A terminal of 130 columns, which Node cannot make by itself: the program runs on it, and this process at its other end. */
const terminal = [
  'import os, pty, sys',
  'sys.exit(os.waitstatus_to_exitcode(pty.spawn(["sh", "-c", \'stty cols 130 rows 45; exec "$@"\', "sh"] + sys.argv[1:])))',
].join('\n');

/** Starts a program on a terminal, through Python. */
export function startOnTerminal(program: string, args: readonly string[], { cwd, env }: Place): Started {
  const place = { cwd, env: { ...env, TERM: 'xterm-256color' } };
  return observe(spawn('python3', ['-c', terminal, program, ...args], { ...place, stdio: ['pipe', 'pipe', 'pipe'] }));
}

function observe(child: ChildProcess): Started {
  const said: string[] = [];
  const answers: string[] = [];
  child.stdout?.on('data', (chunk: Buffer) => answers.push(chunk.toString()));
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  }
  const text = () => stripVTControlCharacters(said.join(''));
  // The end of the process, not that of its pipes: what it leaves running may hold them.
  const ended = once(child, 'exit').then(([code, signal]: (number | NodeJS.Signals | null)[]) => ({
    exitCode: typeof code === 'number' ? code : 128 + (signalNumbers[signal as NodeJS.Signals] ?? 0),
    text: text(),
    stdout: stripVTControlCharacters(answers.join('')),
  }));
  return {
    pid: child.pid ?? 0,
    text,
    says: (pattern) => waitFor(child, () => pattern.test(text()), `It never said ${String(pattern)}`),
    press: (keys) => child.stdin?.write(keys),
    signal: (name) => child.kill(name),
    ended,
  };

  function waitFor(process: ChildProcess, isTrue: () => boolean, otherwise: string): Promise<void> {
    if (isTrue()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const look = () => {
        if (isTrue()) resolve();
      };
      process.stdout?.on('data', look);
      process.stderr?.on('data', look);
      process.once('close', () => {
        if (isTrue()) resolve();
        else reject(new Error(`${otherwise}:\n${text()}`));
      });
    });
  }
}
