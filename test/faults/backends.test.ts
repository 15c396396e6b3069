import { EventEmitter, once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { post, request } from '../support/rpc';
import { startStubbedGateway, type StubbedGateway } from '../support/stubBackend';

const getOrder = request('tools/call', { name: 'getOrder', arguments: { orderId: 'ord_1' } });

type Behaviour = (incoming: IncomingMessage, response: ServerResponse) => unknown;

describe('the gateway and a backend', () => {
  /** What the backend does in the current test. */
  let behave: Behaviour;
  let gateway: StubbedGateway;
  beforeAll(async () => {
    gateway = await startStubbedGateway(
      (incoming, response) => {
        behave(incoming, response);
      },
      { backendTimeoutSeconds: 1 },
    );
  });
  afterEach(() => {
    expect(gateway.escaped).toEqual([]);
  });
  afterAll(() => gateway.stop());

  const passThrough = (signal?: AbortSignal) =>
    fetch(`${gateway.url}/menu/mcp`, { method: 'POST', body: '{}', signal });
  const callTool = () => post(`${gateway.url}/orders/mcp`, getOrder);

  describe.each<[string, Behaviour, number]>([
    ['that hangs up', (incoming) => incoming.socket.destroy(), 502],
    ['that does not speak HTTP', (incoming) => incoming.socket.end('HELO localhost\r\n\r\n'), 502],
    ['that says nothing', () => undefined, 504],
  ])('%s', (_title, behaviour, status) => {
    beforeEach(() => {
      behave = behaviour;
    });

    it(`is answered for with ${status} by a passthrough`, async () => {
      const response = await passThrough();

      expect(response.status).toBe(status);
      expect(await response.json()).toMatchObject({ statusCode: status });
    });

    it(`is a failed tool call that names ${status}`, async () => {
      const { messages } = await callTool();

      expect(messages).toMatchObject([{ id: 1, result: { isError: true } }]);
      expect(JSON.stringify(messages)).toContain(String(status));
    });
  });

  it('that breaks off in the middle of a body breaks off the client’s answer too', async () => {
    behave = (_incoming, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('half');
      setImmediate(() => response.destroy());
    };

    const reading = passThrough().then((response) => response.text());

    await expect(reading).rejects.toThrow();
  });

  it('that streams is passed on piece by piece', async () => {
    const next = new EventEmitter();
    behave = async (_incoming, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
      await once(next, 'seen');
      response.end('data: 2\n\n');
    };

    const { body } = await passThrough();

    const pieces: string[] = [];
    for await (const piece of body ?? []) {
      pieces.push(Buffer.from(piece as Uint8Array).toString());
      next.emit('seen');
    }
    expect(pieces).toEqual(['data: 1\n\n', 'data: 2\n\n']);
  });

  it('is told when the client goes away', async () => {
    const calls = new EventEmitter();
    behave = (_incoming, response) => {
      response.on('close', () => calls.emit('ended', response.writableFinished));
      calls.emit('begun');
    };
    const leaving = new AbortController();
    const begun = once(calls, 'begun');
    const ended = once(calls, 'ended');
    const response = passThrough(leaving.signal).catch((error: unknown) => error);
    await begun;

    leaving.abort();

    expect(await ended).toEqual([false]);
    expect(await response).toMatchObject({ name: 'AbortError' });
  });
});

describe('the gateway and a client that calls too often', () => {
  let gateway: StubbedGateway;
  beforeAll(async () => {
    gateway = await startStubbedGateway((_incoming, response) => response.end('{}'), { calls: 3 });
  });
  afterAll(() => gateway.stop());

  it('answers the call after the last one allowed as API Management does', async () => {
    const call = () => post(`${gateway.url}/orders/mcp`, request('ping'));
    const allowed = [await call(), await call(), await call()];

    const refused = await call();

    expect(allowed.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(refused.status).toBe(429);
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(refused.body).toBe(
      `{ "statusCode": 429, "message": "Rate limit is exceeded. Try again in ${seconds} seconds." }`,
    );
  });
});
