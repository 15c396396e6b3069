import { once } from 'node:events';
import { join } from 'node:path';
import { startHost, type Host, type HostOptions } from '../../local/functionApp';
import { LineLog } from './lineLog';

export interface RunningHost {
  host: Host;
  log: LineLog;
}

/** Folder of an app that is written for tests. */
function fixtureApp(name: string): string {
  return join(__dirname, 'fixtures/apps', name);
}

/** Starts an app; its lines are kept. */
export async function startFixture(name: string, options: Partial<HostOptions> = {}): Promise<RunningHost> {
  const log = new LineLog();
  const write = (line: string) => {
    log.write(line);
  };
  const host = await startHost({ app: name, folder: fixtureApp(name), settings: {}, log: write, ...options });
  return { host, log };
}

/** One host for all tests of the surrounding `describe`. */
export function useHost(name: string, options?: Partial<HostOptions>): () => RunningHost {
  let running: RunningHost | undefined;
  beforeAll(async () => {
    running = await startFixture(name, options);
  });
  afterAll(() => running?.host.stop());
  return () => {
    if (!running) throw new Error('The host runs from the first test on, not earlier.');
    return running;
  };
}

/** Kills the process of an app and waits until its successor serves. */
export async function killAndAwaitRestart({ events, pid }: Host): Promise<void> {
  const restarted = once(events, 'restart');
  const victim = pid();
  if (victim === undefined) throw new Error('No process is running.');
  process.kill(victim, 'SIGKILL');
  await restarted;
}
