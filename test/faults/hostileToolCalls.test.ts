import fc from 'fast-check';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { gateway, mcpServerPath } from '../../infra/gateway';
import { startGateway, type RunningGateway } from '../../local/gateway';
import { hostileBodies } from '../support/jsonRpcInput';
import { post, request } from '../support/rpc';

const key = { 'Ocp-Apim-Subscription-Key': 'hostile-key' };
const runs = { numRuns: 500 };

describe('the orders server, sent what no client sends', () => {
  const escaped: unknown[] = [];
  let backend: Server;
  let running: RunningGateway;
  let url: string;

  beforeAll(async () => {
    backend = createServer((incoming, response) => {
      incoming.resume().on('end', () => response.setHeader('content-type', 'application/json').end('{}'));
    }).listen(0, '127.0.0.1');
    await once(backend, 'listening');
    const origin = `http://127.0.0.1:${(backend.address() as AddressInfo).port}`;
    running = await startGateway({
      definition: { ...gateway, limits: { ...gateway.limits, calls: 99_999_999 } },
      backends: { menu: origin, orders: origin },
      subscriptionKey: key['Ocp-Apim-Subscription-Key'],
      apiKeys: { orders: 'hostile-orders-key' },
      port: 0,
      log: () => undefined,
      reportError: (error) => escaped.push(error),
    });
    url = `${running.url}${mcpServerPath(gateway.mcpServers.orders)}`;
  });
  afterAll(async () => {
    await running.stop();
    backend.close();
  });

  it.each(Object.entries(hostileBodies))('blames the client for %s and lives on', async (_kind, bodies) => {
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const answer = await post(url, body, key);

        expect(answer.status).toBeLessThan(500);
      }),
      runs,
    );

    const alive = await post(url, request('ping'), key);
    expect(alive.messages).toEqual([{ jsonrpc: '2.0', id: 1, result: {} }]);
    expect(escaped).toEqual([]);
  });

  it.each([
    ['null', 'null'],
    ['an empty body', ''],
    ['an empty batch', '[]'],
    ['a number', '1'],
    ['a byte order mark alone', '\ufeff'],
    ['an id that is an object', '{"jsonrpc":"2.0","id":{},"method":"ping"}'],
    ['parameters that are null', '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":null}'],
    ['a tool named after a property of every object', JSON.stringify(request('tools/call', { name: 'toString' }))],
  ])('answers %s with a JSON-RPC error', async (_title, body) => {
    const answer = await post(url, body, key);

    expect(answer.status).toBeLessThan(500);
    expect(answer.messages).toEqual([expect.objectContaining({ error: expect.any(Object) })]);
  });

  it('answers a prototype as an argument with a failed result', async () => {
    const body = JSON.stringify(request('tools/call', { name: 'getOrder', arguments: { orderId: 'x', proto: {} } }));

    const answer = await post(url, body.replace('"proto"', '"__proto__"'), key);

    expect(answer.messages).toMatchObject([{ id: 1, result: { isError: true } }]);
  });
});
