import { print } from '../../terminal/output';
import { runMain } from '../../terminal/runMain';
import { createKey } from '../keys';
import { startStack } from '../stack';
import { namedGateway } from './config';
import { runOrderFlow } from './orderFlow';

void runMain({
  command: 'npm run demo',
  summary:
    'Orders a bowl of ramen as an agent would: through the gateway that the environment names (APIM_GATEWAY_URL, …_MCP_URL,\n' +
    'APIM_SUBSCRIPTION_KEY), or through a stack of its own.',
  options: {},
  async main() {
    const named = namedGateway();
    if (named) return runOrderFlow(named, print);
    const stack = await startStack({ subscriptionKey: createKey() });
    try {
      await runOrderFlow(stack.outputs, print);
    } finally {
      await stack.stop();
    }
  },
});
