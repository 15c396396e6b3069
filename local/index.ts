import { createKey, keptSubscriptionKey } from './dataFolder';
import { help, readOptions, type Options } from './options';
import { startStack, type Stack } from './stack';
import { StartFailure } from './startFailure';
import { readyText, requestLine } from './terminal';

const keptFolder = '.data';
const exitCode = { userCanAct: 1, bug: 70, forced: 130 };
const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** npm passes on the signals that the terminal has already sent; a second one this soon is the same wish. */
const echoMs = 500;

/** `npm start`: the whole system until a signal stops it. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(help);
    return;
  }
  const asked = askedToStop();
  const stack = await start(options);
  const { outputs } = stack;
  console.log(options.json ? JSON.stringify(outputs) : readyText(outputs, dataFolder(options)));
  await asked;
  await stack.stop();
}

async function start(options: Options): Promise<Stack> {
  const { port, askForKey, allowOrigins, leaveStreamsOpen, verbose } = options;
  const folder = dataFolder(options);
  const key = folder === undefined ? createKey() : await keptSubscriptionKey(folder);
  return startStack({
    ...{ port, allowOrigins, leaveStreamsOpen, logOperations: verbose },
    ...(askForKey ? { subscriptionKey: key } : {}),
    ...(folder === undefined ? {} : { dataFolder: folder }),
    log: console.error,
    accessLog: (entry) => {
      if (verbose) console.error(requestLine(entry));
    },
  });
}

function dataFolder({ ephemeral }: Options): string | undefined {
  return ephemeral ? undefined : keptFolder;
}

/** Resolves at the first signal; one that follows later ends the process at once, and with it all its children. */
function askedToStop(): Promise<void> {
  return new Promise((resolve) => {
    let askedAt: number | undefined;
    for (const signal of stopSignals) {
      process.on(signal, () => {
        askedAt ??= performance.now();
        if (performance.now() - askedAt > echoMs) process.exit(exitCode.forced);
        resolve();
      });
    }
  });
}

main().catch((error: unknown) => {
  const userCanAct = error instanceof StartFailure;
  console.error(userCanAct ? error.message : error);
  process.exit(userCanAct ? exitCode.userCanAct : exitCode.bug);
});
