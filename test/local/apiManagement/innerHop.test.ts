import { subscriptionKeyQuery } from '../../../gateway/outputs';
import { agentsKey, backendsAt, thingsKey, useGateways, withKey } from '../../support/gateway';
import { aPolicy, presentKey } from '../../support/policies';
import { sendRaw } from '../../support/rawHttp';
import { jsonRequest } from '../../support/rawRequest';
import { post } from '../../support/rpc';
import { startStubBackend } from '../../support/stubBackend';
import { callGetThing, operationIds, thingPath, thingsGateway } from '../../support/things';

const withOwnKey = aPolicy({ inbound: presentKey(thingsKey) });

describe('the way from a tool to its REST API', () => {
  const start = useGateways();

  it('takes the caller’s own headers along', async () => {
    const { things, backend } = await start();

    await post(things, callGetThing(), { ...withKey, 'idempotency-key': 'once', 'x-tenant': 'tokyo' });

    expect(backend.received[0]?.headers).toMatchObject({ 'idempotency-key': 'once', 'x-tenant': 'tokyo' });
  });

  it('leaves behind what belongs to the MCP request, keys and credentials above all', async () => {
    const { things, backend } = await start();
    const mcp = { 'mcp-session-id': 'a', 'mcp-protocol-version': '2025-06-18', 'last-event-id': '1', cookie: 'a=b' };

    await post(`${things}?${subscriptionKeyQuery}=${agentsKey}`, callGetThing(), {
      ...withKey,
      ...mcp,
      authorization: 'Bearer secret',
    });

    const [{ url, headers } = { url: '', headers: {} }] = backend.received;
    expect(url).toBe(`${thingsGateway.restApis.things.backend.path}${thingPath()}`);
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
    const { things, backend } = await start();
    const { key } = thingsGateway.restApis.things;
    const connection = { Connection: `close, X-Once, ${key.header}`, 'X-Once': 1, TE: 'trailers' };

    await sendRaw(things, jsonRequest(things, callGetThing(), { ...withKey, ...connection }));

    expect(backend.received).toHaveLength(1);
    expect(backend.received[0]?.headers).not.toHaveProperty('x-once');
    expect(backend.received[0]?.headers).not.toHaveProperty('te');
  });

  it('takes along an Authorization that a policy sets', async () => {
    const authorization = '<set-header name="Authorization"><value>Bearer of-the-policy</value></set-header>';
    const policies = { things: aPolicy({ inbound: authorization + presentKey(thingsKey) }) };
    const { things, backend } = await start({ policies });

    await post(things, callGetThing(), { ...withKey, authorization: 'Bearer of-the-client' });

    expect(backend.received[0]?.headers).toMatchObject({ authorization: 'Bearer of-the-policy' });
  });

  it('runs the policies of the REST API, and only there', async () => {
    const mark = '<set-header name="X-Ran" exists-action="append"><value>api</value></set-header>';
    const policies = { api: aPolicy({ inbound: mark }), things: withOwnKey };
    const { rpc, getThing, backend } = await start({ policies });
    await rpc('tools/list');

    await getThing();

    expect(backend.received.map(({ headers }) => headers['x-ran'])).toEqual(['api']);
  });

  it('shows a rate limit of the REST API as a failed result', async () => {
    const limit = '<rate-limit calls="1" renewal-period="60" />';
    const policies = { api: aPolicy({ inbound: limit }), things: withOwnKey };
    const { getThing } = await start({ policies });
    await getThing();

    const result = await getThing();

    expect(result).toEqual({
      isError: true,
      text: expect.stringMatching(/^HTTP 429: \{ "statusCode": 429, "message": "Rate limit is exceeded/),
    });
  });

  it.each([
    ['wrong', 'invalid'],
    ['', 'missing'],
  ])('shows a key that is "%s" in tools/call and nowhere else', async (key, reason) => {
    const policies = { things: aPolicy({ inbound: presentKey(key) }) };
    const { rpc, getThing, backend } = await start({ policies });

    const initialized = await rpc('initialize', { protocolVersion: '2025-06-18' });
    const listed = await rpc('tools/list');
    const called = await getThing();

    expect([initialized.status, listed.status]).toEqual([200, 200]);
    expect(listed.messages).toMatchObject([
      { result: { tools: [{ name: operationIds.create }, { name: operationIds.get }] } },
    ]);
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
    ['JSON', '{"thingId":"1","name":"ラーメン"}'],
    ['text of several lines', 'data: a\r\n\r\nevent: close\n\n'],
    ['a line separator', '\u2028'],
    ['nothing', ''],
  ])('is the body of the answer to the letter: %s', async (_title, body) => {
    const { backend, getThing } = await start();
    backend.serve((_request, response) => response.end(body));

    const result = await getThing();

    expect(result).toEqual({ text: body, isError: false });
  });

  it('has neither structured content nor the headers of the answer', async () => {
    const { backend, things } = await start();
    backend.answerJson(200, { a: 1 }, { 'x-internal': 'secret', 'set-cookie': 'a=b' });

    const { messages, headers } = await post(things, callGetThing(), withKey);

    expect(messages[0]?.result).toEqual({ content: [{ type: 'text', text: '{"a":1}' }] });
    expect(headers.has('x-internal')).toBe(false);
    expect(headers.has('set-cookie')).toBe(false);
  });

  it.each([400, 404, 409, 422, 500, 503])('is marked as an error, with status and body, for a %i', async (status) => {
    const { backend, getThing } = await start();
    backend.answerJson(status, { code: 'a-reason' });

    const result = await getThing();

    expect(result).toEqual({ isError: true, text: `HTTP ${status}: {"code":"a-reason"}` });
  });

  it.each([200, 201, 202, 303])('is none for a %i', async (status) => {
    const { backend, getThing } = await start();
    backend.answerJson(status, {});

    const result = await getThing();

    expect(result.isError).toBe(false);
  });

  it('is a failure while nobody listens, and none once somebody does', async () => {
    const backend = await startStubBackend();
    const { getThing } = await start({ backends: backendsAt(backend.origin) });
    await backend.stop();

    const during = await getThing();
    const again = await startStubBackend(Number(new URL(backend.origin).port));
    const after = await getThing();
    await again.stop();

    expect(during).toEqual({ isError: true, text: expect.stringMatching(/^HTTP 502: \{ "statusCode": 502/) });
    expect(after.isError).toBe(false);
  });

  it('is a failure when the backend breaks off', async () => {
    const { backend, getThing } = await start();
    backend.serve((_request, response) => {
      response.writeHead(200, { 'content-length': '10' }).write('half');
      setImmediate(() => response.destroy());
    });

    const result = await getThing();

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
    const limits = { ...thingsGateway.limits, backendTimeoutSeconds: 1 };
    const { backend, getThing } = await start({ definition: { ...thingsGateway, limits } });
    backend.serve((_request, response) => {
      begin(() => response.write('half'));
    });

    const result = await getThing();

    expect(result).toEqual({ isError: true, text: expect.stringMatching(/^HTTP 504: \{ "statusCode": 504/) });
  });
});
