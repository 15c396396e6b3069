import type { Socket } from 'node:net';
import { useGateways, withKey } from '../../support/gateway';
import { nextData, openSocket } from '../../support/rawHttp';
import { jsonRequest } from '../../support/rawRequest';
import { post, request } from '../../support/rpc';
import { callCreateThing, callGetThing, operationIds, thingPath, thingsGateway } from '../../support/things';

describe('a server made of REST operations', () => {
  const start = useGateways();

  it('answers on the request itself, as one event and a close', async () => {
    const { rpc } = await start();

    const { status, headers, body } = await rpc('ping');

    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-store',
    });
    expect(body).toBe('event: message\ndata: {"jsonrpc":"2.0","id":1,"result":{}}\n\nevent: close\ndata: \n\n');
  });

  it('leaves the stream open after its last event when told to', async () => {
    const { things } = await start({ leaveStreamsOpen: true });
    const socket = await openSocket(things);
    const ended = jest.fn();
    socket.on('end', ended);
    socket.write(jsonRequest(things, request('ping'), { ...withKey, Connection: 'close' }));

    const answer = await readUntil(socket, 'event: close');
    const other = await post(things, 'no JSON', withKey);

    expect(answer).toContain('"result":{}');
    expect(other.status).toBe(400);
    expect(ended).not.toHaveBeenCalled();
    socket.destroy();
  });

  it.each(['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'])(
    'answers initialize in revision %s',
    async (protocolVersion) => {
      const { rpc } = await start();

      const { messages, headers } = await rpc('initialize', {
        protocolVersion,
        capabilities: {},
        clientInfo: { name: 'a', version: '1' },
      });

      expect(messages).toEqual([
        {
          jsonrpc: '2.0',
          id: 1,
          result: {
            protocolVersion,
            capabilities: { tools: { listChanged: true } },
            serverInfo: { name: 'Azure API Management', version: '1.0.0' },
          },
        },
      ]);
      expect(headers.has('mcp-session-id')).toBe(false);
    },
  );

  it.each([{ protocolVersion: '2099-01-01' }, { protocolVersion: 7 }, {}])(
    'offers its newest revision for %j',
    async (params) => {
      const { rpc } = await start();

      const { messages } = await rpc('initialize', params);

      expect(messages).toMatchObject([{ result: { protocolVersion: '2025-11-25' } }]);
    },
  );

  it('calls tools without an initialize, for whatever session', async () => {
    const { things } = await start();

    const { messages } = await post(things, callGetThing(), { ...withKey, 'mcp-session-id': 'of another server' });

    expect(messages).toMatchObject([{ id: 1, result: { content: [{ type: 'text', text: '{}' }] } }]);
  });

  it('gives each of many clients with the same id its own answer', async () => {
    const { backend, things } = await start();
    const waiting: (() => void)[] = [];
    backend.serve(({ url }, response) => {
      waiting.push(() => response.end(JSON.stringify({ asked: url })));
      if (waiting.length === 20) for (const answer of waiting.reverse()) answer();
    });

    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, client) => post(things, callGetThing(`of-client-${client}`), withKey)),
    );

    const backendPath = thingsGateway.restApis.things.backend.path;
    const texts = answers.map(({ messages }) => JSON.stringify(messages));
    for (const [client, text] of texts.entries())
      expect(text).toContain(`${backendPath}${thingPath(`of-client-${client}`)}\\"`);
    for (const { messages } of answers) expect(messages).toMatchObject([{ id: 1 }]);
  });

  it.each([0, -1, 1.5, 9007199254740991, '', 'a "quoted" id', 'ラーメン\n'])(
    'hands the id %j back as it is',
    async (id) => {
      const { things } = await start();

      const { messages } = await post(things, request('ping', {}, id), withKey);

      expect(messages).toEqual([{ jsonrpc: '2.0', id, result: {} }]);
    },
  );

  it.each([
    ['a notification', { jsonrpc: '2.0', method: 'notifications/initialized' }],
    ['an unknown notification', { jsonrpc: '2.0', method: 'notifications/unheard' }],
    ['a tool call that wants no answer', { ...callGetThing(), id: undefined }],
    ['a response', { jsonrpc: '2.0', id: 1, result: {} }],
    ['an error response', { jsonrpc: '2.0', id: 1, error: { code: 1, message: 'a' } }],
  ])('takes note of %s with a 202, and does nothing', async (_title, message) => {
    const { backend, things } = await start();

    const { status, body } = await post(things, message, withKey);

    expect(status).toBe(202);
    expect(body).toBe('');
    expect(backend.received).toEqual([]);
  });

  it.each([
    ['no JSON', '{', -32700],
    ['an empty body', '', -32700],
    ['null', 'null', -32600],
    ['a batch', [request('ping')], -32600],
    ['a text', '"ping"', -32600],
    ['another JSON-RPC', { jsonrpc: '1.0', id: 1, method: 'ping' }, -32600],
    ['an id that is null', { jsonrpc: '2.0', id: null, method: 'ping' }, -32600],
    ['an id that is a list', { jsonrpc: '2.0', id: [], method: 'ping' }, -32600],
    ['no method', { jsonrpc: '2.0', id: 1 }, -32600],
    ['a method that is a number', { jsonrpc: '2.0', id: 1, method: 1 }, -32600],
  ])('refuses %s as a client’s mistake', async (_title, body, code) => {
    const { things } = await start();

    const { status, headers, messages } = await post(things, body, withKey);

    expect(status).toBe(400);
    expect(headers.get('content-type')).toBe('application/json');
    expect(messages).toEqual([{ jsonrpc: '2.0', id: null, error: { code, message: expect.any(String) } }]);
  });

  it.each(['prompts/list', 'resources/list', 'server/discover', 'logging/setLevel', 'toString'])(
    'has no method %s',
    async (method) => {
      const { rpc } = await start();

      const { status, messages } = await rpc(method);

      expect(status).toBe(200);
      expect(messages).toEqual([
        { jsonrpc: '2.0', id: 1, error: { code: -32601, message: `Method not found: ${method}` } },
      ]);
    },
  );

  it.each([{ name: 'unheardOf' }, { name: 'constructor' }, { name: 7 }, {}])(
    'names its tools to who calls %j',
    async (params) => {
      const { rpc, backend } = await start();

      const { status, messages } = await rpc('tools/call', params);

      expect(status).toBe(200);
      expect(messages).toEqual([
        {
          jsonrpc: '2.0',
          id: 1,
          error: {
            code: -32602,
            message: `There is no such tool. There are ${operationIds.create}, ${operationIds.get}.`,
          },
        },
      ]);
      expect(backend.received).toEqual([]);
    },
  );

  it.each(['GET', 'DELETE', 'PUT'])('serves no %s', async (method) => {
    const { things } = await start();

    const { status, headers } = await fetch(things, { method, headers: withKey });

    expect(status).toBe(405);
    expect(headers.get('allow')).toBe('POST');
  });

  it.each(['text/plain', 'application/jsonp', 'application/json-patch+json', ''])(
    'does not read a body declared as "%s"',
    async (type) => {
      const { things } = await start();

      const { status } = await post(things, request('ping'), { ...withKey, 'content-type': type });

      expect(status).toBe(415);
    },
  );

  it.each(['application/json; charset=utf-8', 'APPLICATION/JSON', 'application/json ;charset=utf-8'])(
    'reads a body declared as "%s"',
    async (type) => {
      const { things } = await start();

      const { status } = await post(things, request('ping'), { ...withKey, 'content-type': type });

      expect(status).toBe(200);
    },
  );

  it('tolerates a client that accepts no event stream', async () => {
    const { things } = await start();

    const { status } = await post(things, request('ping'), { ...withKey, accept: 'application/json' });

    expect(status).toBe(200);
  });

  it.each([
    ['a little', 1_048_577],
    ['a lot', 20_000_000],
  ])('refuses a body that is %s too large, and the client can read why', async (_title, bytes) => {
    const { things } = await start();

    const { status, messages } = await post(things, `"${'x'.repeat(bytes - 2)}"`, withKey);

    expect(status).toBe(413);
    expect(messages).toMatchObject([{ error: { message: 'The body is larger than 1048576 bytes.' } }]);
  });

  it('reads a body of exactly the limit', async () => {
    const { things } = await start();
    const text = JSON.stringify(request('ping'));

    const { status } = await post(things, text + ' '.repeat(1_048_576 - text.length), withKey);

    expect(status).toBe(200);
  });

  it.each([
    ['a list', '[', ']'],
    ['an object', '{"a":', '}'],
  ])('answers deep nesting of %s with a failed result', async (_title, open, close) => {
    const { things, backend } = await start();
    const nested = `${open.repeat(100_000)}1${close.repeat(100_000)}`;
    const body = JSON.stringify(callCreateThing('nested')).replace('"nested"', nested);

    const { status, messages } = await post(things, body, withKey);

    expect(status).toBe(200);
    expect(messages).toMatchObject([{ id: 1, result: { isError: true } }]);
    expect(backend.received).toEqual([]);
  });

  it('serves requests that a client sends ahead of their answers, in order', async () => {
    const { things } = await start();
    const socket = await openSocket(things);
    const requests = [1, 2, 3].map((id) => jsonRequest(things, request('ping', {}, id), withKey));
    socket.write(requests.join(''));

    const answer = await readUntil(socket, '"id":3,"result":{}}\n\nevent: close\ndata: \n\n');

    expect([...answer.matchAll(/"id":(\d)/g)].map(([, id]) => id)).toEqual(['1', '2', '3']);
    socket.destroy();
  });
});

async function readUntil(socket: Socket, end: string): Promise<string> {
  let all = '';
  while (!all.includes(end)) all += await nextData(socket);
  return all;
}
