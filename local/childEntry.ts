import { StartFailure } from './startFailure';

export interface Serving {
  port: number;
  stop(): Promise<void>;
}

/**
 * The child's half of `startChild`: starts the service named by the entry's input, reports to the parent, and stops when
 * the parent closes the channel or dies. A terminal sends Ctrl-C to the whole group; the parent decides what it means.
 */
export async function runChild(start: (input: never) => Promise<Serving>): Promise<void> {
  process.on('SIGINT', () => undefined);
  const orphaned = new Promise<void>((resolve) => process.once('disconnect', resolve));
  // The parent may be gone while lines are still being written.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  try {
    const serving = await start(JSON.parse(process.argv[2] ?? '{}') as never);
    process.send?.({ port: serving.port });
    await orphaned;
    await serving.stop();
    process.exit(0);
  } catch (error) {
    reportFailure(error);
  }
}

function reportFailure(error: unknown): void {
  const userCanAct = error instanceof StartFailure;
  const failure = userCanAct ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (process.connected) process.send?.({ failure, userCanAct }, () => process.exit(1));
  else process.exit(1);
}
