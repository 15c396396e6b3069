import { once } from 'node:events';
import { UserError } from '../../terminal/userError';

export interface Serving {
  port: number;
  stop(): Promise<void>;
}

/**
 * The child's half of `startChild`: receives its input, starts its service, reports to the parent, and stops in order when
 * the parent closes the channel or dies, or on SIGTERM. It ignores SIGINT: a terminal sends Ctrl-C to the whole group, and
 * the parent decides what it means.
 */
export async function runChild(start: (input: never) => Promise<Serving>): Promise<void> {
  process.on('SIGINT', () => undefined);
  const end = Promise.race([once(process, 'disconnect'), once(process, 'SIGTERM')]);
  // The parent may be gone while lines are still being written.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  try {
    const [input] = (await once(process, 'message')) as [never];
    const serving = await Promise.race([start(input), end.then(() => undefined)]);
    if (serving && process.connected) process.send?.({ port: serving.port });
    await end;
    await serving?.stop();
    process.exit(0);
  } catch (error) {
    reportFailure(error);
  }
}

function reportFailure(error: unknown): void {
  const userCanAct = error instanceof UserError;
  const failure = userCanAct ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (process.connected) process.send?.({ failure, userCanAct }, () => process.exit(1));
  else process.exit(1);
}
