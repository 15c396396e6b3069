import { subscriptionKeyHeader, subscriptionKeyQuery } from '../../../gateway/outputs';
import { agentsKey, backendsAt, useGateways, withKey } from '../../support/gateway';
import { aPolicy } from '../../support/policies';
import { sendRaw } from '../../support/rawHttp';
import { requestHead, type RawHeaders } from '../../support/rawRequest';
import { nextExchange, startStubBackend } from '../../support/stubBackend';
import { thingsGateway } from '../../support/things';

const { backend: echoBackend } = thingsGateway.mcpServers.echo;

describe('the passthrough', () => {
  const start = useGateways();

  it.each([
    ['GET', ''],
    ['POST', '/messages?a=1&b=%20%2F'],
    ['DELETE', '/a%2Fb'],
    ['PUT', '/?'],
    ['PATCH', '?q=%E3%83%A9'],
  ])('appends what follows the API’s path of a %s with "%s"', async (method, rest) => {
    const { backend, echo } = await start();

    const response = await fetch(echo + rest, { method, headers: withKey });

    expect(response.status).toBe(200);
    expect(backend.received).toMatchObject([{ method, url: echoBackend.path + rest }]);
  });

  it.each([200, 202, 204, 301, 304, 400, 404, 405, 418, 500, 503])('hands on a status of %i', async (status) => {
    const { backend, echo } = await start();
    backend.serve((_request, response) => response.writeHead(status, { 'x-from': 'backend' }).end());

    const response = await fetch(echo, { headers: withKey, redirect: 'manual' });

    expect(response.status).toBe(status);
    expect(response.headers.get('x-from')).toBe('backend');
  });

  it('carries the MCP headers both ways', async () => {
    const { backend, echo } = await start();
    backend.answerJson(200, {}, { 'Mcp-Session-Id': 'session-2' });
    const mcp = {
      'mcp-session-id': 'session-1',
      'mcp-protocol-version': '2025-06-18',
      'last-event-id': '7',
      accept: 'application/json, text/event-stream',
    };

    const response = await fetch(echo, { method: 'POST', body: '{}', headers: { ...withKey, ...mcp } });

    expect(backend.received[0]?.headers).toMatchObject(mcp);
    expect(response.headers.get('mcp-session-id')).toBe('session-2');
  });

  it('keeps the client’s credentials from the backend', async () => {
    const { backend, echo } = await start();

    await fetch(`${echo}?${subscriptionKeyQuery}=${agentsKey}&a=1`, {
      headers: { ...withKey, authorization: 'Bearer secret' },
    });

    const [{ url, headers } = { url: '', headers: {} }] = backend.received;
    expect(url).toBe(`${echoBackend.path}?a=1`);
    expect(headers).not.toHaveProperty('authorization');
    expect(headers).not.toHaveProperty(subscriptionKeyHeader.toLowerCase());
  });

  it('removes what belongs to the client’s connection', async () => {
    const { backend, echo } = await start();
    const head = requestHead('GET', echo, {
      ...withKey,
      Connection: ['close, X-Once', 'X-Twice'],
      'X-Once': 1,
      'X-Twice': 2,
      'X-Kept': 3,
      TE: 'trailers',
      'Keep-Alive': 'timeout=5',
      'Proxy-Authorization': 'secret',
      Upgrade: 'websocket',
    });

    await sendRaw(echo, head);

    const [{ headers } = { headers: {} }] = backend.received;
    expect(headers).toMatchObject({ 'x-kept': '3', host: new URL(backend.origin).host });
    for (const name of ['x-once', 'x-twice', 'te', 'keep-alive', 'proxy-authorization', 'upgrade'])
      expect(headers).not.toHaveProperty(name);
  });

  it('removes what belongs to the backend’s connection', async () => {
    const { backend, echo } = await start();
    backend.serve((_request, response) => {
      response.writeHead(200, {
        Connection: ['keep-alive, X-Once', 'X-Twice'],
        'X-Once': '1',
        'X-Twice': '2',
        'X-Kept': '3',
        'Keep-Alive': 'timeout=77',
        'Proxy-Authenticate': 'Basic',
        'Set-Cookie': ['a', 'b'],
      });
      response.end('{}');
    });

    const answer = await sendRaw(echo, requestHead('GET', echo, { ...withKey, Connection: 'close' }));

    expect(answer).toMatch(/\r\nx-kept: 3\r\n/i);
    expect(answer.match(/set-cookie: [ab]/gi)).toHaveLength(2);
    expect(answer).not.toMatch(/x-once|x-twice|timeout=77|proxy-authenticate/i);
  });

  it('does not let a client strike out a header that a policy has set', async () => {
    const inbound = '<set-header name="X-Functions-Key" exists-action="override"><value>inner</value></set-header>';
    const { backend, echo } = await start({ policies: { echo: aPolicy({ inbound }) } });

    await sendRaw(echo, requestHead('GET', echo, { ...withKey, Connection: 'close, X-Functions-Key' }));

    expect(backend.received[0]?.headers).toMatchObject({ 'x-functions-key': 'inner' });
  });

  it.each([
    ['with its length', { 'Content-Length': 3 }, 'abc'],
    ['in chunks', { 'Transfer-Encoding': 'chunked' }, '1\r\na\r\n2\r\nbc\r\n0\r\n\r\n'],
  ])('forwards a body sent %s', async (_title, headers: RawHeaders, body) => {
    const { backend, echo } = await start();

    await sendRaw(echo, requestHead('POST', echo, { ...withKey, ...headers, Connection: 'close' }) + body);

    expect(backend.received).toMatchObject([{ body: 'abc' }]);
  });

  it('forwards a large body unchanged', async () => {
    const { backend, echo } = await start();
    const body = 'ラーメン'.repeat(100_000);

    await fetch(echo, { method: 'POST', body, headers: withKey });

    expect(backend.received[0]?.body).toBe(body);
  });

  it('answers 502 while nobody listens, and the backend again once somebody does', async () => {
    const backend = await startStubBackend();
    const { echo } = await start({ backends: backendsAt(backend.origin) });
    const ask = () => fetch(echo, { headers: withKey });
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
    const limits = { ...thingsGateway.limits, backendTimeoutSeconds: 1 };
    const { backend, echo } = await start({ definition: { ...thingsGateway, limits } });
    const exchange = nextExchange(backend);

    const response = await fetch(echo, { headers: withKey });

    expect(response.status).toBe(504);
    expect(await response.json()).toMatchObject({ statusCode: 504 });
    expect((await exchange).request.destroyed).toBe(true);
  });

  it('lets the HTTP verb HEAD be answered without a body', async () => {
    const { backend, echo } = await start();
    backend.serve((_request, response) => response.writeHead(200, { 'content-length': '5' }).end());

    const response = await fetch(echo, { method: 'HEAD', headers: withKey });

    expect(response.headers.get('content-length')).toBe('5');
    expect(await response.text()).toBe('');
  });

  it('hands header bytes on as they are', async () => {
    const { backend, echo } = await start();
    backend.serve((request, response) => {
      response.writeHead(200, { 'x-name': request.headers['x-name'] ?? '' }).end();
    });
    const bytes = Buffer.from('ラーメン').toString('latin1');

    const answer = await sendRaw(echo, requestHead('GET', echo, { ...withKey, 'X-Name': bytes, Connection: 'close' }));

    expect(answer).toContain(bytes);
  });
});
