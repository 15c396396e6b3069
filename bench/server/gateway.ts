import { gateway } from '../../infra/gateway';
import { startGateway } from '../../local/gateway';
import { restApiKey, subscriptionKey } from '../samples';
import { nullLog } from './nullLog';
import { announce } from './ready';

/**
 * The gateway as `npm start` runs it, with its whole pipeline: key check, accounting against a limit that no run
 * reaches, validation, access log. Arguments: the origins of the menu app and of the orders app.
 */
async function main([menu = '', orders = '']: string[]): Promise<void> {
  const { url } = await startGateway({
    definition: { ...gateway, limits: { ...gateway.limits, calls: 99_999_999 } },
    backends: { menu, orders },
    subscriptionKey,
    apiKeys: { orders: restApiKey },
    port: 0,
    log: nullLog(),
  });
  process.on('message', () => process.send?.({ heapUsed: heapAfterCollection() }));
  announce(Number(new URL(url).port));
}

/** Bytes in use once everything unreachable is gone. Needs `--expose-gc`. */
function heapAfterCollection(): number {
  if (!globalThis.gc) throw new Error('Start this process with --expose-gc.');
  globalThis.gc();
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

void main(process.argv.slice(2));
