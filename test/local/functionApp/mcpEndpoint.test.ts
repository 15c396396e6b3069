import { useHost } from '../../support/host';
import { post, request, rpcHeaders, type RpcAnswer } from '../../support/rpc';

const running = useHost('mcp');
const locked = useHost('mcp', {
  key: 'open-sesame',
  settings: { AzureFunctionsJobHost__extensions__mcp__system__webhookAuthorizationLevel: 'System' },
});

const path = '/runtime/webhooks/mcp';
const initialize = request('initialize', {
  protocolVersion: '2025-06-18',
  capabilities: {},
  clientInfo: { name: 'test', version: '1' },
});

function send(body: unknown, headers: Record<string, string> = {}): Promise<RpcAnswer> {
  return post(running().host.url + path, body, headers);
}

function refusal(message: string): string {
  return `{"error":{"code":-32000,"message":"${message}"},"id":"","jsonrpc":"2.0"}`;
}

const notAcceptable = refusal('Not Acceptable: Client must accept both application/json and text/event-stream');
const invalidState = refusal('Invalid client state.');
const noMessage = refusal('Bad Request: The POST body did not contain a valid JSON-RPC message.');

describe('the address', () => {
  it.each(['', '/', '/anything/below'])('is reached at …/mcp%s, whatever the case', async (suffix) => {
    const answer = await post(running().host.url + path.toUpperCase() + suffix, request('ping'));

    expect(answer.messages).toEqual([{ result: {}, id: 1, jsonrpc: '2.0' }]);
  });

  it.each(['GET', 'PUT', 'DELETE', 'OPTIONS'])('answers %s with an empty 405 that allows nothing', async (method) => {
    const response = await fetch(running().host.url + path, { method, headers: rpcHeaders });

    expect(response.status).toBe(405);
    expect(response.headers.has('allow')).toBe(false);
    await expect(response.text()).resolves.toBe('');
  });

  it.each(['HEAD', 'PATCH'])('is unknown to %s', async (method) => {
    const response = await fetch(running().host.url + path, { method });

    expect(response.status).toBe(404);
  });

  it.each(['/sse', '/message'])('says that the legacy transport at %s is not emulated', async (suffix) => {
    const response = await fetch(running().host.url + path + suffix);

    expect(response.status).toBe(501);
    await expect(response.text()).resolves.toContain(path);
  });
});

describe('the checks before a message is read', () => {
  it.each([
    ['application/json, text/event-stream', 200],
    ['text/event-stream;q=0.1, application/json;charset=utf-8', 200],
    ['*/*', 200],
    ['application/*, text/*', 200],
    ['application/json', 406],
    ['text/event-stream', 406],
    ['text/html', 406],
  ])('take Accept: %s as %i', async (accept, status) => {
    const answer = await send(request('ping'), { accept });

    expect(answer.status).toBe(status);
    if (status === 406) expect(answer.body).toBe(notAcceptable);
  });

  it.each(['abc', 'a|b|c', '|', 'a|'])('refuse the session id %j', async (id) => {
    const answer = await send(request('ping'), { 'mcp-session-id': id });

    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.body).toBe(invalidState);
  });

  it('let a session id of another process pass', async () => {
    const answer = await send(request('ping'), { 'mcp-session-id': 'client|anotherinstance' });

    expect(answer.status).toBe(200);
  });

  it.each([
    ['the Accept header before the session', { accept: 'text/html', 'mcp-session-id': 'bad' }, '', notAcceptable],
    ['the session before the body', { 'mcp-session-id': 'bad' }, '{', invalidState],
  ])('look at %s', async (_order, headers, body, expected) => {
    const answer = await send(body, headers);

    expect(answer.body).toBe(expected);
  });
});

describe('a message', () => {
  it.each([
    ['no JSON', '{'],
    ['nothing', ''],
    ['not UTF-8', Uint8Array.from([0x22, 0xff, 0x22])],
    ['a batch', [request('ping')]],
    ['a string', '"ping"'],
    ['another version', { ...request('ping'), jsonrpc: '1.0' }],
    ['without version', { id: 1, method: 'ping' }],
    ['an id of null', { jsonrpc: '2.0', id: null, method: 'ping' }],
    ['a fraction as id', { jsonrpc: '2.0', id: 1.5, method: 'ping' }],
    ['a method that is no string', { jsonrpc: '2.0', id: 1, method: 7 }],
    ['neither request nor response', { jsonrpc: '2.0', id: 1 }],
  ])('that is %s is an empty 500', async (_title, body) => {
    const answer = await send(body);

    expect(answer.status).toBe(500);
    expect(answer.body).toBe('');
  });

  it('of another content type is an empty 500', async () => {
    const answer = await send(request('ping'), { 'content-type': 'text/plain' });

    expect(answer.status).toBe(500);
  });

  it('of null is a 400', async () => {
    const answer = await send('null');

    expect(answer.status).toBe(400);
    expect(answer.body).toBe(noMessage);
  });

  it.each([
    ['a notification', { jsonrpc: '2.0', method: 'notifications/initialized' }],
    ['a result of the client', { jsonrpc: '2.0', id: 1, result: {} }],
    ['an error of the client', { jsonrpc: '2.0', id: 1, error: { code: 1, message: 'no' } }],
  ])('that is %s is accepted without an answer', async (_title, body) => {
    const answer = await send(body);

    expect(answer.status).toBe(202);
    expect(answer.headers.get('content-type')).toBeNull();
    expect(answer.body).toBe('');
  });

  it('that is a request is answered by one event, then the stream ends', async () => {
    const answer = await send(request('ping', {}, 'seven'));

    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache,no-store',
      'content-encoding': 'identity',
    });
    expect(answer.body).toBe('event: message\ndata: {"result":{},"id":"seven","jsonrpc":"2.0"}\n\n');
  });

  it('may come in chunks', async () => {
    const body = new Blob([JSON.stringify(request('ping'))]).stream();
    const init = { method: 'POST', headers: rpcHeaders, body, duplex: 'half' } as RequestInit;

    const response = await fetch(running().host.url + path, init);

    expect(response.status).toBe(200);
  });
});

describe('initialize', () => {
  it.each([
    ['2024-11-05', '2024-11-05'],
    ['2025-03-26', '2025-03-26'],
    ['2025-06-18', '2025-06-18'],
    ['2025-11-25', '2025-06-18'],
    ['1999-01-01', '2025-06-18'],
  ])('negotiates version %s to %s', async (asked, agreed) => {
    const clientInfo = { name: 'test', version: '1' };

    const answer = await send(request('initialize', { protocolVersion: asked, capabilities: {}, clientInfo }));

    expect(answer.messages[0]?.result).toEqual({
      protocolVersion: agreed,
      capabilities: { logging: {}, prompts: {}, resources: {}, tools: {} },
      serverInfo: { name: 'fixture', version: '2.1.0' },
      instructions: 'Read the fixture.',
    });
  });

  it('alone hands out a session id, of this process and in plain text', async () => {
    const [first, second, other] = await Promise.all([send(initialize), send(initialize), send(request('ping'))]);

    const [one = '', two = ''] = [first, second].map(({ headers }) => headers.get('mcp-session-id') ?? '');
    expect(one).toMatch(/^[a-z\d]{16}\|[a-z\d]{16}$/);
    expect(one.split('|')[1]).toBe(two.split('|')[1]);
    expect(one).not.toBe(two);
    expect(other.headers.has('mcp-session-id')).toBe(false);
  });

  it('within a session hands out none', async () => {
    const answer = await send(initialize, { 'mcp-session-id': 'a|b' });

    expect(answer.status).toBe(200);
    expect(answer.headers.has('mcp-session-id')).toBe(false);
  });

  it('with parameters that cannot be read is a 500 at the start of a session, and an error within one', async () => {
    const broken = request('initialize', { protocolVersion: '2025-06-18' });

    const [start, within] = await Promise.all([send(broken), send(broken, { 'mcp-session-id': 'a|b' })]);

    expect(start.status).toBe(500);
    expect(within.messages[0]?.error).toEqual({ code: -32603, message: 'An error occurred.' });
  });
});

describe('the other methods', () => {
  it.each([
    ['ping', {}, {}],
    ['logging/setLevel', { level: 'debug' }, {}],
    ['resources/list', {}, { resources: [] }],
    ['resources/templates/list', {}, { resourceTemplates: [] }],
    ['resources/subscribe', { uri: 'x' }, {}],
    ['resources/unsubscribe', { uri: 'x' }, {}],
    ['prompts/list', {}, { prompts: [] }],
  ])('answer %s', async (method, params, result) => {
    const answer = await send(request(method, params));

    expect(answer.messages[0]?.result).toEqual(result);
  });

  it.each([
    ['completion/complete', {}, -32601, "Method 'completion/complete' is not available."],
    ['toString', {}, -32601, "Method 'toString' is not available."],
    ['resources/read', { uri: 'x' }, -32602, "Unknown resource: 'x'"],
    ['prompts/get', { name: 'x' }, -32602, "Unknown prompt: 'x'"],
    ['logging/setLevel', { level: 'loud' }, -32603, 'An error occurred.'],
  ])('refuse %s with %j', async (method, params, code, message) => {
    const answer = await send(request(method, params));

    expect(answer.status).toBe(200);
    expect(answer.messages[0]?.error).toEqual({ code, message });
  });

  it('ignore the header MCP-Protocol-Version', async () => {
    const answer = await send(request('ping'), { 'mcp-protocol-version': 'nonsense' });

    expect(answer.status).toBe(200);
  });
});

describe('the key of the system', () => {
  it.each([
    ['no key', '', {}, 401],
    ['a wrong key', '', { 'x-functions-key': 'wrong' }, 401],
    ['the key in a header', '', { 'x-functions-key': 'open-sesame' }, 200],
    ['the key in the query', '?code=open-sesame', {}, 200],
  ])('is asked for when a setting turns the webhook to System: %s', async (_title, query, headers, status) => {
    const answer = await post(locked().host.url + path + query, request('ping'), headers);

    expect(answer.status).toBe(status);
    if (status === 401) expect(answer.body).toBe('');
  });
});

it('says at the start where the MCP endpoint is', async () => {
  const line = await running().log.find('MCP server endpoint');

  expect(line).toBe(`mcp: MCP server endpoint: ${running().host.url}${path}`);
});
