import { fork, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { UserError } from '../../terminal/userError';
import { childEnvironment } from './config';

type Stream = 'stdout' | 'stderr';

interface ChildOptions {
  /** Path of an entry file that calls {@link runChild}. */
  entry: string;
  /** What the entry is to work on; travels over the IPC channel, where no list of processes shows it. */
  input: object;
  settings?: Record<string, string>;
  onLine: (line: string, stream: Stream) => void;
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface Child {
  /** Where it listens on 127.0.0.1. */
  port: number;
  pid: number;
  /** Resolves when the process is gone, whatever the reason. */
  exited: Promise<Exit>;
  /** Stops it in order; kills it when that takes more than five seconds. */
  stop(): Promise<void>;
}

/** The one message that a child sends to its parent: where it listens, or why it could not start. */
type Report = { port: number } | { failure: string; userCanAct: boolean };

const stopMs = 5000;

/**
 * Starts a process that serves one port and waits until it does. The child lives as long as its IPC channel, which the
 * operating system closes even when this process is killed. Throws {@link UserError} with the child's own sentence.
 */
export async function startChild({ entry, input, settings = {}, onLine }: ChildOptions): Promise<Child> {
  const child = fork(entry, [], {
    execArgv: ['--require', require.resolve('tsx/cjs')],
    env: childEnvironment(settings),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  child.send(input);
  const exited = untilGone(child, forwardLines(child, onLine));
  const report = await Promise.race([firstReport(child), exited]);
  if ('port' in report) {
    return { port: report.port, pid: child.pid ?? 0, exited, stop: () => stopChild(child, exited) };
  }
  await exited;
  throw startError(report);
}

/** Resolves when the last line has been handed over. */
async function forwardLines(child: ChildProcess, onLine: ChildOptions['onLine']): Promise<void> {
  const readers = (['stdout', 'stderr'] as const).map(async (stream) => {
    const input = child[stream];
    if (input === null) return;
    for await (const line of createInterface({ input, crlfDelay: Infinity })) onLine(line, stream);
  });
  await Promise.all(readers);
}

// Not the event 'close': Node does not emit it once the parent has closed the channel.
async function untilGone(child: ChildProcess, output: Promise<void>): Promise<Exit> {
  const exit = await new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve({ code, signal });
    });
  });
  await output;
  return exit;
}

function firstReport(child: ChildProcess): Promise<Report> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.on('message', (message) => {
      if (isReport(message)) resolve(message);
    });
  });
}

// The channel is open to the code that a child loads, which may send messages of its own.
function isReport(message: unknown): message is Report {
  if (typeof message !== 'object' || message === null) return false;
  return 'port' in message ? typeof message.port === 'number' : 'failure' in message && 'userCanAct' in message;
}

function startError(report: Exit | Exclude<Report, { port: number }>): Error {
  if ('failure' in report) return report.userCanAct ? new UserError(report.failure) : new Error(report.failure);
  return new UserError(`The process ended before it was ready (${exitReason(report)}).`);
}

/** Says how a process ended: `exit code 1`, `signal SIGKILL`. */
export function exitReason({ code, signal }: Exit): string {
  return signal === null ? `exit code ${String(code)}` : `signal ${signal}`;
}

async function stopChild(child: ChildProcess, exited: Promise<Exit>): Promise<void> {
  if (child.connected) child.disconnect();
  const deadline = setTimeout(() => child.kill('SIGKILL'), stopMs);
  await exited;
  clearTimeout(deadline);
}
