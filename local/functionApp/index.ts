import { EventEmitter } from 'node:events';
import { join, resolve } from 'node:path';
import { setTimeout as pauseFor } from 'node:timers/promises';
import { exitReason, startChild, type Child } from '../process/child';
import type { HostInput } from './entry';
import { readLocalSettings } from './localSettings';

export interface HostOptions {
  /** Name that its log lines carry. */
  app: string;
  /** The app's bundle; `dist/<app>` unless given. */
  folder?: string;
  settings: Record<string, string>;
  /** 0 or absent: any free one. A restarted process gets the port of the first. */
  port?: number;
  /** Opens functions whose authorization level asks for a key; without one nobody may call them. */
  key?: string;
  log: (line: string) => void;
}

export interface Host {
  app: string;
  url: string;
  /** Of the process that runs now; undefined between a crash and the restart. */
  pid: () => number | undefined;
  /** `crash` when the process has ended by itself, `restart` when the next one serves. */
  events: EventEmitter<{ crash: []; restart: [] }>;
  stop(): Promise<void>;
}

/** The pause before a restart doubles with each crash; a process that ran longer than `stableAfter` begins again. Milliseconds. */
const pauses = { first: 100, longest: 10_000, stableAfter: 10_000 };

/**
 * Runs a function app in a process of its own and keeps it running: a crash is logged and the process restarted on the
 * same port. Throws `UserError` with the reason when the app cannot be loaded the first time.
 */
export async function startHost({ app, folder = join('dist', app), port = 0, ...options }: HostOptions): Promise<Host> {
  const bundle = resolve(folder);
  const settings = { ...(await readLocalSettings(bundle)), ...options.settings };
  const log = (line: string) => {
    options.log(`${app}: ${line}`);
  };
  const start = (actualPort: number) => {
    const input: HostInput = { folder: bundle, port: actualPort, key: options.key, settings };
    return startChild({ entry: join(__dirname, 'entry.ts'), input, settings, onLine: log });
  };
  const first = await start(port);
  const url = `http://127.0.0.1:${first.port}`;
  return { app, url, ...keepRunning(first, { log, start: () => start(first.port) }) };
}

interface Restart {
  start: () => Promise<Child>;
  log: (line: string) => void;
}

function keepRunning(first: Child, { start, log }: Restart): Pick<Host, 'pid' | 'events' | 'stop'> {
  const events: Host['events'] = new EventEmitter();
  const stopping = new AbortController();
  let current: Child | undefined = first;
  let pause = pauses.first;
  const watching = watch(first);

  async function watch(child: Child): Promise<void> {
    const startedAt = performance.now();
    const exit = await child.exited;
    current = undefined;
    if (stopping.signal.aborted) return;
    if (performance.now() - startedAt > pauses.stableAfter) pause = pauses.first;
    log(`the process ended (${exitReason(exit)})`);
    events.emit('crash');
    await restart();
  }

  async function restart(): Promise<void> {
    log(`restarts in ${pause} ms`);
    try {
      await pauseFor(pause, undefined, { signal: stopping.signal });
      pause = Math.min(pause * 2, pauses.longest);
      current = await start();
    } catch (error) {
      if (stopping.signal.aborted) return;
      log(`did not restart: ${error instanceof Error ? error.message : String(error)}`);
      return restart();
    }
    if (stopping.signal.aborted) return current.stop();
    events.emit('restart');
    return watch(current);
  }

  return {
    pid: () => current?.pid,
    events,
    async stop() {
      stopping.abort();
      await current?.stop();
      await watching;
    },
  };
}
