import { gateway } from '../../gateway';
import { startGateway } from '../../local/apiManagement';
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
  announce(Number(new URL(url).port));
}

void main(process.argv.slice(2));
