import { aGateway, agentsKey, useGateways, withKey } from '../../support/gateway';
import { sendRaw } from '../../support/rawHttp';
import { nextExchange, startStubBackend } from '../../support/stubBackend';

/** Head of a request to the menu server, to be followed by the lines of a test. */
const head = (method: string) =>
  `${method} /menu/mcp HTTP/1.1\r\nHost: localhost\r\nOcp-Apim-Subscription-Key: ${agentsKey}\r\n`;

describe('the passthrough', () => {
  const start = useGateways();

  it.each([
    ['GET', '', '', '/runtime/webhooks/mcp'],
    ['POST', '/messages', '?a=1&b=%20%2F', '/runtime/webhooks/mcp/messages?a=1&b=%20%2F'],
    ['DELETE', '/a%2Fb', '', '/runtime/webhooks/mcp/a%2Fb'],
    ['PUT', '/', '?', '/runtime/webhooks/mcp/?'],
    ['PATCH', '', '?q=%E3%83%A9', '/runtime/webhooks/mcp?q=%E3%83%A9'],
  ])('appends what follows the API’s path of a %s with "%s%s"', async (method, path, query, url) => {
    const { backend, menu } = await start();

    const response = await fetch(menu + path + query, { method, headers: withKey });

    expect(response.status).toBe(200);
    expect(backend.received).toMatchObject([{ method, url }]);
  });

  it.each([200, 202, 204, 301, 304, 400, 404, 405, 418, 500, 503])('hands on a status of %i', async (status) => {
    const { backend, menu } = await start();
    backend.serve((_request, response) => response.writeHead(status, { 'x-from': 'backend' }).end());

    const response = await fetch(menu, { headers: withKey, redirect: 'manual' });

    expect(response.status).toBe(status);
    expect(response.headers.get('x-from')).toBe('backend');
  });

  it('carries the MCP headers both ways', async () => {
    const { backend, menu } = await start();
    backend.answerJson(200, {}, { 'Mcp-Session-Id': 'session-2' });
    const mcp = {
      'mcp-session-id': 'session-1',
      'mcp-protocol-version': '2025-06-18',
      'last-event-id': '7',
      accept: 'application/json, text/event-stream',
    };

    const response = await fetch(menu, { method: 'POST', body: '{}', headers: { ...withKey, ...mcp } });

    expect(backend.received[0]?.headers).toMatchObject(mcp);
    expect(response.headers.get('mcp-session-id')).toBe('session-2');
  });

  it('keeps the client’s credentials from the backend', async () => {
    const { backend, menu } = await start();

    await fetch(`${menu}?subscription-key=${agentsKey}&a=1`, {
      headers: { ...withKey, authorization: 'Bearer secret' },
    });

    const [{ url, headers } = { url: '', headers: {} }] = backend.received;
    expect(url).toBe('/runtime/webhooks/mcp?a=1');
    expect(headers).not.toHaveProperty('authorization');
    expect(headers).not.toHaveProperty('ocp-apim-subscription-key');
  });

  it('removes what belongs to the client’s connection', async () => {
    const { backend, url } = await start();

    await sendRaw(
      url,
      `${head('GET')}Connection: close, X-Once\r\nConnection: X-Twice\r\nX-Once: 1\r\nX-Twice: 2\r\nX-Kept: 3\r\n` +
        'TE: trailers\r\nKeep-Alive: timeout=5\r\nProxy-Authorization: secret\r\nUpgrade: websocket\r\n\r\n',
    );

    const [{ headers } = { headers: {} }] = backend.received;
    expect(headers).toMatchObject({ 'x-kept': '3', host: new URL(backend.origin).host });
    for (const name of ['x-once', 'x-twice', 'te', 'keep-alive', 'proxy-authorization', 'upgrade'])
      expect(headers).not.toHaveProperty(name);
  });

  it('removes what belongs to the backend’s connection', async () => {
    const { backend, url } = await start();
    backend.serve((_request, response) => {
      response
        .writeHead(200, [
          ...['Connection', 'keep-alive, X-Once', 'Connection', 'X-Twice', 'X-Once', '1', 'X-Twice', '2'],
          ...[
            'X-Kept',
            '3',
            'Keep-Alive',
            'timeout=77',
            'Proxy-Authenticate',
            'Basic',
            'Set-Cookie',
            'a',
            'Set-Cookie',
            'b',
          ],
        ])
        .end('{}');
    });

    const answer = await sendRaw(url, `${head('GET')}Connection: close\r\n\r\n`);

    expect(answer).toMatch(/\r\nx-kept: 3\r\n/i);
    expect(answer.match(/set-cookie: [ab]/gi)).toHaveLength(2);
    expect(answer).not.toMatch(/x-once|x-twice|timeout=77|proxy-authenticate/i);
  });

  it('does not let a client strike out a header that a policy has set', async () => {
    const { backend, url } = await start({
      policies: {
        'passthroughServer.xml':
          '<policies><inbound><set-header name="X-Functions-Key" exists-action="override"><value>inner</value></set-header></inbound></policies>',
      },
    });

    await sendRaw(url, `${head('GET')}Connection: close, X-Functions-Key\r\n\r\n`);

    expect(backend.received[0]?.headers).toMatchObject({ 'x-functions-key': 'inner' });
  });

  it.each([
    ['with its length', 'Content-Length: 3\r\n\r\nabc'],
    ['in chunks', 'Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n2\r\nbc\r\n0\r\n\r\n'],
  ])('forwards a body sent %s', async (_title, rest) => {
    const { backend, url } = await start();

    await sendRaw(url, `${head('POST')}Connection: close\r\n${rest}`);

    expect(backend.received).toMatchObject([{ body: 'abc' }]);
  });

  it('forwards a large body unchanged', async () => {
    const { backend, menu } = await start();
    const body = 'ラーメン'.repeat(100_000);

    await fetch(menu, { method: 'POST', body, headers: withKey });

    expect(backend.received[0]?.body).toBe(body);
  });

  it('answers 502 while nobody listens, and the backend again once somebody does', async () => {
    const backend = await startStubBackend();
    const { menu } = await start({ backends: { menu: backend.origin, orders: backend.origin } });
    const ask = () => fetch(menu, { headers: withKey });
    const before = await ask();
    await backend.stop();

    const during = await ask();
    const again = await startStubBackend(Number(new URL(backend.origin).port));
    const after = await ask();
    await again.stop();

    expect([before.status, during.status, after.status]).toEqual([200, 502, 200]);
    expect(await during.json()).toMatchObject({ statusCode: 502 });
  });

  it('answers 504 when the backend takes longer than the policy allows', async () => {
    const limits = { ...aGateway().limits, backendTimeoutSeconds: 1 };
    const { backend, menu } = await start({ definition: aGateway({ limits }) });
    const exchange = nextExchange(backend);

    const response = await fetch(menu, { headers: withKey });

    expect(response.status).toBe(504);
    expect(await response.json()).toMatchObject({ statusCode: 504 });
    expect((await exchange).request.destroyed).toBe(true);
  });

  it('lets the HTTP verb HEAD be answered without a body', async () => {
    const { backend, menu } = await start();
    backend.serve((_request, response) => response.writeHead(200, { 'content-length': '5' }).end());

    const response = await fetch(menu, { method: 'HEAD', headers: withKey });

    expect(response.headers.get('content-length')).toBe('5');
    expect(await response.text()).toBe('');
  });

  it('hands header bytes on as they are', async () => {
    const { backend, url } = await start();
    backend.serve((request, response) => {
      response.writeHead(200, { 'x-dish': request.headers['x-dish'] ?? '' }).end();
    });
    const bytes = Buffer.from('ラーメン').toString('latin1');

    const answer = await sendRaw(url, `${head('GET')}X-Dish: ${bytes}\r\nConnection: close\r\n\r\n`);

    expect(answer).toContain(bytes);
  });
});
