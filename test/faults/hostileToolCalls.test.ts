import fc from 'fast-check';
import { useGateways, withKey } from '../support/gateway';
import { hostileBodies, type ListedTool } from '../support/jsonRpcInput';
import { post, request } from '../support/rpc';
import { callGetThing } from '../support/things';

describe('a server made of REST operations, sent what no client sends', () => {
  const start = useGateways();

  it.each(Object.entries(hostileBodies))('blames the client for %s and lives on', async (_kind, bodiesFor) => {
    const { things, rpc } = await start();
    const { messages } = await rpc('tools/list');
    const { tools } = messages[0]?.result as { tools: ListedTool[] };

    await fc.assert(
      fc.asyncProperty(bodiesFor(tools), async (body) => {
        const answer = await post(things, body, withKey);

        expect(answer.status).toBeLessThan(500);
      }),
      { numRuns: 500 },
    );

    const alive = await post(things, request('ping'), withKey);
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
    const { things } = await start();

    const answer = await post(things, body, withKey);

    expect(answer.status).toBeLessThan(500);
    expect(answer.messages).toEqual([expect.objectContaining({ error: expect.any(Object) })]);
  });

  it('answers a prototype as an argument with a failed result', async () => {
    const { things } = await start();
    const body = JSON.stringify(callGetThing('x'));

    const answer = await post(things, body.replace('"x"', '"x","__proto__":{}'), withKey);

    expect(answer.messages).toMatchObject([{ id: 1, result: { isError: true } }]);
  });
});
