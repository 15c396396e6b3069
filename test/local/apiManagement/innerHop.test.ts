import { aGateway, aPolicy, agentsKey, ordersKey, useGateways, withKey } from '../../support/gateway';
import { sendRaw } from '../../support/rawHttp';
import { post, request } from '../../support/rpc';
import { startStubBackend } from '../../support/stubBackend';

const getOrder = request('tools/call', { name: 'getOrder', arguments: { orderId: '1' } });
const presentKey = (key: string) =>
  aPolicy({ inbound: `<set-header name="Orders-Api-Key"><value>${key}</value></set-header>` });

describe('the way from a tool to its REST API', () => {
  const start = useGateways();

  it('takes the caller’s own headers along', async () => {
    const { orders, backend } = await start();

    await post(orders, getOrder, { ...withKey, 'idempotency-key': 'once', 'x-tenant': 'tokyo' });

    expect(backend.received[0]?.headers).toMatchObject({ 'idempotency-key': 'once', 'x-tenant': 'tokyo' });
  });

  it('leaves behind what belongs to the MCP request, keys and credentials above all', async () => {
    const { orders, backend } = await start();
    const mcp = { 'mcp-session-id': 'a', 'mcp-protocol-version': '2025-06-18', 'last-event-id': '1', cookie: 'a=b' };

    await post(`${orders}?subscription-key=${agentsKey}`, getOrder, {
      ...withKey,
      ...mcp,
      authorization: 'Bearer secret',
    });

    const [{ url, headers } = { url: '', headers: {} }] = backend.received;
    expect(url).toBe('/api/orders/1');
    expect(headers).toEqual({
      host: new URL(backend.origin).host,
      connection: 'keep-alive',
      accept: 'application/json',
      traceparent: expect.any(String),
      'accept-language': '*',
      'sec-fetch-mode': 'cors',
      'user-agent': 'node',
    });
  });

  it('leaves behind what belongs to the client’s connection', async () => {
    const { url, backend } = await start();
    const body = JSON.stringify(getOrder);

    await sendRaw(
      url,
      `POST /orders/mcp HTTP/1.1\r\nHost: localhost\r\nConnection: close, X-Once, Orders-Api-Key\r\nX-Once: 1\r\nTE: trailers\r\nOcp-Apim-Subscription-Key: ${agentsKey}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );

    expect(backend.received).toHaveLength(1);
    expect(backend.received[0]?.headers).not.toHaveProperty('x-once');
    expect(backend.received[0]?.headers).not.toHaveProperty('te');
  });

  it('takes along an Authorization that a policy sets', async () => {
    const inbound = `<set-header name="Authorization"><value>Bearer of-the-policy</value></set-header>`;
    const server = presentKey(ordersKey).replace('<base />', `<base />${inbound}`);
    const { orders, backend } = await start({ policies: { 'ordersServer.xml': server } });

    await post(orders, getOrder, { ...withKey, authorization: 'Bearer of-the-client' });

    expect(backend.received[0]?.headers).toMatchObject({ authorization: 'Bearer of-the-policy' });
  });

  it('runs the policies of the REST API, and only there', async () => {
    const mark = '<set-header name="X-Ran" exists-action="append"><value>api</value></set-header>';
    const policies = { 'ordersApi.xml': aPolicy({ inbound: mark }), 'ordersServer.xml': presentKey(ordersKey) };
    const { rpc, callTool, backend } = await start({ policies });
    await rpc('tools/list');

    await callTool('getOrder', { orderId: '1' });

    expect(backend.received.map(({ headers }) => headers['x-ran'])).toEqual(['api']);
  });

  it('shows a rate limit of the REST API as a failed result', async () => {
    const limit = '<rate-limit calls="1" renewal-period="60" />';
    const policies = { 'ordersApi.xml': aPolicy({ inbound: limit }), 'ordersServer.xml': presentKey(ordersKey) };
    const { callTool } = await start({ policies });
    await callTool('getOrder', { orderId: '1' });

    const result = await callTool('getOrder', { orderId: '1' });

    expect(result).toEqual({
      isError: true,
      text: expect.stringMatching(/^HTTP 429: \{ "statusCode": 429, "message": "Rate limit is exceeded/),
    });
  });

  it.each([
    ['wrong', 'invalid'],
    ['', 'missing'],
  ])('shows a key that is "%s" in tools/call and nowhere else', async (key, reason) => {
    const { rpc, callTool, backend } = await start({ policies: { 'ordersServer.xml': presentKey(key) } });

    const initialized = await rpc('initialize', { protocolVersion: '2025-06-18' });
    const listed = await rpc('tools/list');
    const called = await callTool('getOrder', { orderId: '1' });

    expect([initialized.status, listed.status]).toEqual([200, 200]);
    expect(listed.messages).toMatchObject([{ result: { tools: [{ name: 'createOrder' }, { name: 'getOrder' }] } }]);
    expect(called.isError).toBe(true);
    expect(called.text).toContain(
      `HTTP 401: { "statusCode": 401, "message": "Access denied due to ${reason} subscription key.`,
    );
    expect(backend.received).toEqual([]);
  });
});

describe('the result of a tool', () => {
  const start = useGateways();

  it.each([
    ['JSON', '{"orderId":"ord_1","name":"ラーメン"}'],
    ['text of several lines', 'data: a\r\n\r\nevent: close\n\n'],
    ['a line separator', '\u2028'],
    ['nothing', ''],
  ])('is the body of the answer to the letter: %s', async (_title, body) => {
    const { backend, callTool } = await start();
    backend.serve((_request, response) => response.end(body));

    const result = await callTool('getOrder', { orderId: '1' });

    expect(result).toEqual({ text: body, isError: false });
  });

  it('has neither structured content nor the headers of the answer', async () => {
    const { backend, rpc } = await start();
    backend.answerJson(200, { a: 1 }, { 'x-internal': 'secret', 'set-cookie': 'a=b' });

    const { messages, headers } = await rpc('tools/call', { name: 'getOrder', arguments: { orderId: '1' } });

    expect(messages[0]?.result).toEqual({ content: [{ type: 'text', text: '{"a":1}' }] });
    expect(headers.has('x-internal')).toBe(false);
    expect(headers.has('set-cookie')).toBe(false);
  });

  it.each([400, 404, 409, 422, 500, 503])(
    'is marked as an error, with status and body, for a %i (openapi-mcp-generator does not)',
    async (status) => {
      const { backend, callTool } = await start();
      backend.answerJson(status, { code: 'a-reason' });

      const result = await callTool('getOrder', { orderId: '1' });

      expect(result).toEqual({ isError: true, text: `HTTP ${status}: {"code":"a-reason"}` });
    },
  );

  it.each([200, 201, 202, 303])('is none for a %i', async (status) => {
    const { backend, callTool } = await start();
    backend.answerJson(status, {});

    const result = await callTool('getOrder', { orderId: '1' });

    expect(result.isError).toBe(false);
  });

  it('is a failure while nobody listens, and none once somebody does', async () => {
    const backend = await startStubBackend();
    const { callTool } = await start({ backends: { menu: backend.origin, orders: backend.origin } });
    await backend.stop();

    const during = await callTool('getOrder', { orderId: '1' });
    const again = await startStubBackend(Number(new URL(backend.origin).port));
    const after = await callTool('getOrder', { orderId: '1' });
    await again.stop();

    expect(during).toEqual({ isError: true, text: expect.stringMatching(/^HTTP 502: \{ "statusCode": 502/) });
    expect(after.isError).toBe(false);
  });

  it('is a failure when the backend breaks off', async () => {
    const { backend, callTool } = await start();
    backend.serve((_request, response) => {
      response.writeHead(200, { 'content-length': '10' }).write('half');
      setImmediate(() => response.destroy());
    });

    const result = await callTool('getOrder', { orderId: '1' });

    expect(result).toEqual({ isError: true, text: expect.stringMatching(/^HTTP 502: /) });
  });

  it.each([
    ['does not begin to answer', () => undefined],
    [
      'does not finish its answer',
      (write: () => void) => {
        write();
      },
    ],
  ])('is a failure when the backend %s in time', async (_title, begin) => {
    const limits = { ...aGateway().limits, backendTimeoutSeconds: 1 };
    const { backend, callTool } = await start({ definition: aGateway({ limits }) });
    backend.serve((_request, response) => {
      begin(() => response.write('half'));
    });

    const result = await callTool('getOrder', { orderId: '1' });

    expect(result).toEqual({ isError: true, text: expect.stringMatching(/^HTTP 504: \{ "statusCode": 504/) });
  });
});
