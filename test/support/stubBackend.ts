import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gateway, type Gateway } from '../../infra/gateway';
import { startGateway } from '../../local/gateway';

export interface StubbedGateway {
  /** Of the gateway. */
  url: string;
  /** What escaped a handler of the gateway. */
  escaped: unknown[];
  stop(): Promise<void>;
}

/** The gateway, without keys, in front of a backend that does what a test wants. */
export async function startStubbedGateway(
  backend: RequestListener,
  limits: Partial<Gateway['limits']> = {},
): Promise<StubbedGateway> {
  const server = createServer(backend).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const escaped: unknown[] = [];
  const running = await startGateway({
    definition: { ...gateway, limits: { ...gateway.limits, calls: 99_999_999, ...limits } },
    backends: { menu: origin, orders: origin },
    subscriptionKey: undefined,
    apiKeys: { orders: 'stubbed-orders-key' },
    port: 0,
    log: () => undefined,
    reportError: (error) => escaped.push(error),
  });
  return {
    ...{ url: running.url, escaped },
    async stop() {
      await running.stop();
      server.closeAllConnections();
      server.close();
    },
  };
}
