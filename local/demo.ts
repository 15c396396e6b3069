import { namedGateway } from './config';
import { createKey } from './dataFolder';
import { runOrderFlow } from './orderFlow';
import { startStack } from './stack';

/**
 * `npm run demo`: an agent's way to an order, through the gateway that the environment names, or through a stack of
 * its own. Exit code 1 and one sentence when a step fails.
 */
async function main(): Promise<void> {
  const named = namedGateway();
  if (named) {
    await runOrderFlow(named, console.log);
    return;
  }
  const stack = await startStack({ subscriptionKey: createKey() });
  try {
    await runOrderFlow(stack.outputs, console.log);
  } finally {
    await stack.stop();
  }
}

main().catch((error: unknown) => {
  console.error(`The demo stopped: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
