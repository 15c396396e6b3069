import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { useHost } from '../../support/host';

interface Echo {
  function: string;
  method: string;
  url: string;
  headers: Record<string, string>;
  query: Record<string, string>;
  params: Record<string, string>;
  body: string;
  invocationId: string;
  traceParent: string;
}

const running = useHost('http', { key: 'open-sesame', settings: { SETTING: 'given' } });

function send(path: string, init?: RequestInit): Promise<Response> {
  return fetch(running().host.url + path, { signal: AbortSignal.timeout(5000), ...init });
}

async function echo(path: string, init?: RequestInit): Promise<Echo> {
  const response = await send(path, init);
  expect(response.status).toBe(200);
  return (await response.json()) as Echo;
}

/** A request as it is written here: path, repeated headers and framing are left alone. */
async function sendRaw(path: string, headers: string[], body?: string): Promise<{ status?: number; body: string }> {
  const { port } = new URL(running().host.url);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST';
    const call = request({ host: '127.0.0.1', port, path, method, headers }, resolve).on('error', reject);
    if (body !== undefined) call.write(body);
    call.end();
  });
  return { status: answer.statusCode, body: await text(answer) };
}

describe('a route', () => {
  it.each([
    ['/api/noRoute', 'noRoute', {}],
    ['/api/echo', 'echo', {}],
    ['/API/Echo/7/', 'echo', { id: '7' }],
    ['/api/echo/a%20b%2Fc', 'echo', { id: 'a b%2Fc' }],
    ['/api/echo/%E9', 'echo', { id: '%E9' }],
    ['/api/files/a/b.txt', 'catchAll', { path: 'a/b.txt' }],
    ['/api/things/42', 'byNumber', { id: '42' }],
    ['/api/things/ramen', 'byName', { name: 'ramen' }],
    ['/api/things/best', 'literal', {}],
  ])('leads %s to the function %s', async (path, name, params) => {
    const answer = await echo(path);

    expect(answer).toMatchObject({ function: name, params });
  });

  it.each([
    ['GET', '/nothing'],
    ['GET', '/api'],
    ['GET', '/api/things/a1'],
    ['GET', '/api/echo/a/b'],
    ['GET', '/echo'],
    ['DELETE', '/api/echo'],
    ['HEAD', '/api/echo'],
    ['OPTIONS', '/api/echo'],
    ['POST', '/admin/host/status'],
    ['POST', '/runtime/webhooks/mcp'],
  ])('does not exist for %s %s', async (method, path) => {
    const response = await send(path, { method });

    expect(response.status).toBe(404);
    await expect(response.text()).resolves.toBe('');
  });
});

describe('a handler', () => {
  it('is given the request as the worker receives it', async () => {
    const body = JSON.stringify({ dish: '醤油' });

    const answer = await echo('/api/echo?a=1&a=2&b=', { method: 'POST', headers: { 'X-Upper': 'Case' }, body });

    expect(answer).toMatchObject({ method: 'POST', query: { a: '1,2', b: '' }, body });
    expect(answer.headers['x-upper']).toBe('Case');
    expect(answer.url).toBe(`${running().host.url}/api/echo?a=1&a=2&b=`);
    expect(answer.invocationId).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  });

  it('sees a repeated header as one value', async () => {
    const answer = await sendRaw('/api/echo', ['Host', 'shop.example', 'X-A', '1', 'X-A', '2']);

    const { headers, url } = JSON.parse(answer.body) as Echo;
    expect(headers['x-a']).toBe('1,2');
    expect(url).toBe('http://shop.example/api/echo');
  });

  it('sees the scheme that a proxy reports', async () => {
    const answer = await echo('/api/echo', { headers: { 'X-Forwarded-Proto': 'https' } });

    expect(answer.url).toMatch(/^https:/);
  });

  it('sees no body when no Content-Length announces one', async () => {
    const answer = await sendRaw('/api/echo', ['Host', 'x', 'Transfer-Encoding', 'chunked'], 'lost on the way');

    expect(JSON.parse(answer.body)).toMatchObject({ method: 'POST', body: '' });
  });

  it('continues the trace of its caller', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

    const answer = await echo('/api/echo', { headers: { traceparent } });

    expect(answer.traceParent).toBe(traceparent);
  });

  it('starts a trace when its caller has none', async () => {
    const answer = await echo('/api/echo', { headers: { traceparent: 'garbage' } });

    expect(answer.traceParent).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-01$/);
  });

  it('sees its settings, those of Core Tools, and nothing of the developer’s shell', async () => {
    const response = await send('/api/environment');

    const environment = (await response.json()) as Record<string, string>;
    expect(environment).toMatchObject({
      SETTING: 'given',
      AZURE_FUNCTIONS_ENVIRONMENT: 'Development',
      FUNCTIONS_CORETOOLS_ENVIRONMENT: 'true',
    });
    expect(environment).not.toHaveProperty('JEST_WORKER_ID');
    expect(environment.cwd).toMatch(/fixtures.apps.http$/);
  });
});

describe('an answer', () => {
  it.each([
    ['nothing', 204, '', null],
    ['text', 200, 'おいしい', 'text/plain;charset=UTF-8'],
    ['noContent', 204, '', null],
  ])('of %s is %i %j', async (name, status, body, contentType) => {
    const response = await send(`/api/${name}`);

    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe(contentType);
    await expect(response.text()).resolves.toBe(body);
  });

  it('carries bytes, status and headers as they are', async () => {
    const response = await send('/api/bytes');

    expect(response.status).toBe(201);
    expect(response.headers.get('content-type')).toBe('image/x-bytes');
    expect(response.headers.get('content-length')).toBe('3');
    expect([...(await response.bytes())]).toEqual([0, 255, 10]);
  });

  it('to HEAD has headers alone', async () => {
    const response = await send('/api/text', { method: 'HEAD' });

    expect(response.headers.get('content-length')).toBe('12');
    await expect(response.text()).resolves.toBe('');
  });

  it('sets each cookie in a header of its own', async () => {
    const response = await send('/api/cookies');

    expect(response.headers.getSetCookie()).toEqual([
      'table=7%20b; max-age=60; path=/menu; secure; samesite=strict; httponly',
      'plain=x; path=/',
    ]);
  });

  it('has the headers that host.json adds to all', async () => {
    const responses = await Promise.all([send('/api/text'), send('/api/missing')]);

    expect(responses.map(({ headers }) => headers.get('x-content-type-options'))).toEqual(['nosniff', 'nosniff']);
  });

  it.each(['throws', 'badStatus', 'notAnObject', 'negotiated'])('that fails with %s is an empty 500', async (name) => {
    const response = await send(`/api/${name}`);

    expect(response.status).toBe(500);
    await expect(response.text()).resolves.toBe('');
  });
});

describe('the log', () => {
  it('has what a function threw, with its stack', async () => {
    await send('/api/throws');

    await expect(running().log.find('the secret of the broth')).resolves.toMatch(/^http: Error: /);
    await expect(running().log.find("Executed 'Functions.throws' (Failed)")).resolves.toMatch(/^http: error \[throws /);
  });

  it('names the app on every line', async () => {
    await send('/api/chatty');

    await expect(running().log.find('lines')).resolves.toBe('http: lines');
    await expect(running().log.find('a trace')).resolves.toMatch(/^http: trace \[chatty [\da-f-]{36}\]: a trace$/);
  });

  it('leaves out what is below the level of host.json', async () => {
    await send('/api/quiet');

    const above = await running().log.find('this is above it');
    await running().log.find('straight to the console');
    expect(above).toMatch(/^http: error \[quiet /);
    expect(running().log.has('this is below the threshold')).toBe(false);
  });
});

describe('a key', () => {
  it.each([
    ['no key', '/api/locked', undefined, 401],
    ['a wrong key', '/api/locked', 'wrong', 401],
    ['the key in a header', '/api/locked', 'open-sesame', 200],
    ['the key in the query', '/api/locked?code=open-sesame', undefined, 200],
    ['a wrong key in the query', '/api/locked?code=x', undefined, 401],
    ['no key, as an administrator', '/api/locked/admin', undefined, 401],
    ['the key, as an administrator', '/api/locked/admin', 'open-sesame', 200],
    ['a wrong key where none is needed', '/api/echo', 'wrong', 200],
  ])('decides: %s', async (_title, path, key, status) => {
    const response = await send(path, { headers: key === undefined ? {} : { 'x-functions-key': key } });

    expect(response.status).toBe(status);
  });
});

it('refuses a body of more than 100 MB before it arrives', async () => {
  const answer = await sendRaw(
    '/api/echo',
    ['Host', 'x', 'Content-Length', '104857601', 'Connection', 'close'],
    'x',
  ).catch((error: unknown) => error);

  expect(answer).toMatchObject({ status: 413, body: '' });
});

it('shows a page at its root', async () => {
  const response = await send('/');

  expect(response.status).toBe(200);
  await expect(response.text()).resolves.toContain('up and running');
});
