import { gateway } from '../../gateway';
import { startStack } from '../../local/stack';
import { subscriptionKey } from '../samples';
import { nullLog } from './nullLog';
import { announce } from './ready';

/** The system as `npm start` runs it, with tables in memory and with a rate limit that no run reaches. */
async function main(): Promise<void> {
  const { outputs } = await startStack({
    definition: { ...gateway, limits: { ...gateway.limits, calls: 99_999_999 } },
    subscriptionKey,
    accessLog: nullLog(),
  });
  announce(Number(new URL(outputs.APIM_GATEWAY_URL).port));
}

void main();
