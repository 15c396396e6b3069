import fc from 'fast-check';
import { useGateways, withKey } from '../support/gateway';
import { hostileBodies } from '../support/jsonRpcInput';
import { post, request } from '../support/rpc';

describe('the orders server, sent what no client sends', () => {
  const start = useGateways();

  it.each(Object.entries(hostileBodies))('blames the client for %s and lives on', async (_kind, bodies) => {
    const { orders } = await start();

    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const answer = await post(orders, body, withKey);

        expect(answer.status).toBeLessThan(500);
      }),
      { numRuns: 500 },
    );

    const alive = await post(orders, request('ping'), withKey);
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
    const { orders } = await start();

    const answer = await post(orders, body, withKey);

    expect(answer.status).toBeLessThan(500);
    expect(answer.messages).toEqual([expect.objectContaining({ error: expect.any(Object) })]);
  });

  it('answers a prototype as an argument with a failed result', async () => {
    const { orders } = await start();
    const body = JSON.stringify(request('tools/call', { name: 'getOrder', arguments: { orderId: 'x', proto: {} } }));

    const answer = await post(orders, body.replace('"proto"', '"__proto__"'), withKey);

    expect(answer.messages).toMatchObject([{ id: 1, result: { isError: true } }]);
  });
});
