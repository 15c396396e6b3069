import { gateway } from '../../infra/gateway';
import { startGateway } from '../../local/gateway';
import { startHost } from '../../local/host/supervisor';
import { startTables } from '../../local/tables';
import { nullLog } from './nullLog';
import { restApiKey, subscriptionKey } from '../samples';
import { announce } from './ready';

/** The system as `npm start` runs it, with tables in memory and with a rate limit that no run reaches. */
async function main(): Promise<void> {
  const { connectionString } = await startTables();
  const [menu, orders] = await Promise.all([
    startHost({ app: 'menu', settings: {}, log: () => undefined }),
    startHost({
      app: 'orders',
      settings: { ORDERS_TABLE: 'orders', ORDERS_STORAGE_CONNECTION_STRING: connectionString },
      log: () => undefined,
    }),
  ]);
  const { url } = await startGateway({
    definition: { ...gateway, limits: { ...gateway.limits, calls: 99_999_999 } },
    backends: { menu: menu.url, orders: orders.url },
    subscriptionKey,
    apiKeys: { orders: restApiKey },
    port: 0,
    log: nullLog(),
  });
  announce(Number(new URL(url).port));
}

void main();
