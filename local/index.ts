import { interrupted } from '../terminal/interruption';
import { note, print } from '../terminal/output';
import { runMain } from '../terminal/runMain';
import { createKey, keptSubscriptionKey } from './keys';
import { checkOptions, optionTable, type Options } from './options';
import { readyText, requestLine } from './ready';
import { startStack, type Stack } from './stack';

const keptFolder = '.data';

/** `npm start`: the whole system until a signal stops it. */
void runMain({
  command: 'npm start',
  summary: 'Starts the whole system on this machine and keeps it running until Ctrl-C.',
  options: optionTable,
  async main(values) {
    const options = checkOptions(values);
    const asked = interrupted();
    const stack = await start(options);
    print(options.json ? JSON.stringify(stack.outputs) : readyText(stack.outputs, dataFolder(options)));
    await asked;
    await stack.stop();
  },
});

async function start(options: Options): Promise<Stack> {
  const { port, askForKey, allowOrigins, leaveStreamsOpen, verbose } = options;
  const folder = dataFolder(options);
  const key = folder === undefined ? createKey() : await keptSubscriptionKey(folder);
  return startStack({
    port,
    allowOrigins,
    leaveStreamsOpen,
    logOperations: verbose,
    ...(askForKey ? { subscriptionKey: key } : {}),
    ...(folder === undefined ? {} : { dataFolder: folder }),
    log: note,
    accessLog: (entry) => {
      if (verbose) note(requestLine(entry));
    },
  });
}

function dataFolder({ ephemeral }: Options): string | undefined {
  return ephemeral ? undefined : keptFolder;
}
