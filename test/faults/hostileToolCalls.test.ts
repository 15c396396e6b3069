import fc from 'fast-check';
import { gateway as definition, mcpServerPath } from '../../infra/gateway';
import { hostileBodies } from '../support/jsonRpcInput';
import { post, request } from '../support/rpc';
import { startStubbedGateway, type StubbedGateway } from '../support/stubBackend';

describe('the orders server, sent what no client sends', () => {
  let gateway: StubbedGateway;
  let url: string;
  beforeAll(async () => {
    gateway = await startStubbedGateway((incoming, response) => {
      incoming.resume().on('end', () => response.setHeader('content-type', 'application/json').end('{}'));
    });
    url = gateway.url + mcpServerPath(definition.mcpServers.orders);
  });
  afterEach(() => {
    expect(gateway.escaped).toEqual([]);
  });
  afterAll(() => gateway.stop());

  it.each(Object.entries(hostileBodies))('blames the client for %s and lives on', async (_kind, bodies) => {
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const answer = await post(url, body);

        expect(answer.status).toBeLessThan(500);
      }),
      { numRuns: 500 },
    );

    const alive = await post(url, request('ping'));
    expect(alive.messages).toEqual([{ jsonrpc: '2.0', id: 1, result: {} }]);
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
    const answer = await post(url, body);

    expect(answer.status).toBeLessThan(500);
    expect(answer.messages).toEqual([expect.objectContaining({ error: expect.any(Object) })]);
  });

  it('answers a prototype as an argument with a failed result', async () => {
    const body = JSON.stringify(request('tools/call', { name: 'getOrder', arguments: { orderId: 'x', proto: {} } }));

    const answer = await post(url, body.replace('"proto"', '"__proto__"'));

    expect(answer.messages).toMatchObject([{ id: 1, result: { isError: true } }]);
  });
});
