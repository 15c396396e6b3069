import { once } from 'node:events';
import { mcpServerPath } from '../../../gateway/model';
import { subscriptionKeyQuery } from '../../../gateway/outputs';
import { agentsKey, thingsKey, useGateways, withKey, withThingsKey } from '../../support/gateway';
import { openSocket } from '../../support/rawHttp';
import { jsonRequest } from '../../support/rawRequest';
import { post, request } from '../../support/rpc';
import { nextExchange } from '../../support/stubBackend';
import { callGetThing, operationIds, thingPath, thingsGateway } from '../../support/things';

const { mcpServers, restApis } = thingsGateway;
const echoPath = mcpServerPath(mcpServers.echo);
const serverPath = mcpServerPath(mcpServers.things);

const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const fresh = /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/;

describe('the access log', () => {
  const start = useGateways();

  it('has one entry for each request', async () => {
    const { url, echo, thing, rpc, getThing, log } = await start();
    await fetch(`${url}/nowhere`);
    await fetch(echo);
    await fetch(echo, { method: 'DELETE', headers: withKey });
    await getThing();
    await rpc('tools/list');
    await fetch(thing, { headers: withThingsKey });

    const entries = await log.atLeast(6);

    expect(entries.map(({ method, path, api, operation, status }) => [method, path, api, operation, status])).toEqual([
      ['GET', '/nowhere', undefined, undefined, 404],
      ['GET', echoPath, 'echo', undefined, 401],
      ['DELETE', echoPath, 'echo', undefined, 200],
      ['POST', serverPath, 'things', operationIds.get, 200],
      ['POST', serverPath, 'things', 'tools/list', 200],
      ['GET', `/${restApis.things.path}${thingPath()}`, 'things', operationIds.get, 200],
    ]);
  });

  it('says when, how long and under which id', async () => {
    const { rpc, log } = await start();
    await rpc('ping');

    const [entry] = await log.atLeast(1);

    expect(entry).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      activityId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      traceparent: expect.stringMatching(fresh),
      method: 'POST',
      path: serverPath,
      api: 'things',
      operation: 'ping',
      status: 200,
      ms: expect.any(Number),
    });
    expect(entry?.ms).toBeGreaterThan(0);
  });

  it('keeps keys, queries, headers and bodies to itself', async () => {
    const { echo, things, log } = await start({ logOperations: true });
    const secret = { 'x-secret': 'secret-header', authorization: 'Bearer secret-token' };
    await post(
      `${echo}?${subscriptionKeyQuery}=${agentsKey}&q=secret-query`,
      request('ping', { text: 'secret-body' }),
      secret,
    );
    await post(things, callGetThing('secret-id'), withKey);
    await post(things, request('secret-method'), withKey);

    const entries = await log.atLeast(3);

    expect(JSON.stringify(entries)).not.toMatch(new RegExp(`secret|${agentsKey}|${thingsKey}`));
  });

  it('counts a client that left as 499, also during a tool call', async () => {
    const { backend, things, log } = await start();
    const exchange = nextExchange(backend);
    const socket = await openSocket(things);
    socket.write(jsonRequest(things, callGetThing(), withKey));
    const { response } = await exchange;

    socket.destroy();
    await once(response, 'close');

    expect(await log.atLeast(1)).toMatchObject([{ status: 499, operation: operationIds.get }]);
  });

  it('shares its id with the answer and the report when something unexpected fails', async () => {
    const reports: unknown[] = [];
    const { rpc, log } = await start({ reportError: (error, activityId) => reports.push([error, activityId]) });
    const failure = new Error('unexpected');
    const parse = jest.spyOn(JSON, 'parse').mockImplementationOnce(() => ({
      jsonrpc: '2.0',
      id: 1,
      get method(): string {
        throw failure;
      },
    }));

    const response = await rpc('ping');

    const [{ activityId } = { activityId: '' }] = await log.atLeast(1);
    parse.mockRestore();
    expect(response.status).toBe(500);
    expect(response.body).toBe(
      `{ "statusCode": 500, "message": "Internal server error", "activityId": "${activityId}" }`,
    );
    expect(reports).toEqual([[failure, activityId]]);
  });
});

describe('the operation of a call to a passthrough server', () => {
  const start = useGateways();
  const operationOf = async (body: unknown, logOperations = true) => {
    const { echo, log, backend } = await start({ logOperations });
    await post(echo, body, withKey);
    const [entry] = await log.atLeast(1);
    return { operation: entry?.operation, received: backend.received[0]?.body };
  };

  it.each([
    ['the method', request('tools/list'), 'tools/list'],
    ['the tool', request('tools/call', { name: 'a_tool' }), 'a_tool'],
    [
      'the method of a notification',
      { jsonrpc: '2.0', method: 'notifications/initialized' },
      'notifications/initialized',
    ],
    ['nothing of a body that is no JSON', '{', undefined],
    ['nothing of null', 'null', undefined],
    ['nothing of a batch', [request('ping')], undefined],
    ['nothing of a response', { jsonrpc: '2.0', id: 1, result: {} }, undefined],
    ['nothing of a name with a new line', request('tools/call', { name: 'a\n2026-11-20 forged' }), undefined],
    ['nothing of a method that colours', request('\u001b[31mred'), undefined],
    ['nothing of a long name', request('tools/call', { name: 'a'.repeat(81) }), undefined],
    ['nothing of a name that is no text', request('tools/call', { name: 7 }), undefined],
    [
      'the method of a call without parameters',
      { jsonrpc: '2.0', id: 1, method: 'tools/call', params: null },
      'tools/call',
    ],
  ])('is %s', async (_title, body, operation) => {
    const seen = await operationOf(body);

    expect(seen).toEqual({ operation, received: typeof body === 'string' ? body : JSON.stringify(body) });
  });

  it('is not looked for unless somebody reads it', async () => {
    const { operation } = await operationOf(request('ping'), false);

    expect(operation).toBeUndefined();
  });

  it('is not looked for in a body that streams', async () => {
    const { operation } = await operationOf(request('ping', { text: 'x'.repeat(70_000) }));

    expect(operation).toBeUndefined();
  });
});

describe('the trace of a request', () => {
  const start = useGateways();
  const traced = async (headers: Record<string, string>) => {
    const { echo, backend, log, things } = await start();
    await fetch(echo, { headers: { ...withKey, ...headers } });
    await post(things, callGetThing(), { ...withKey, ...headers });
    const entries = await log.atLeast(2);
    return {
      logged: entries.map(({ traceparent }) => traceparent),
      received: backend.received.map(({ headers: seen }) => seen),
    };
  };

  it('is that of the caller, with its state', async () => {
    const { logged, received } = await traced({ traceparent: trace, tracestate: 'a=b' });

    expect(logged).toEqual([trace, trace]);
    expect(received).toMatchObject([
      { traceparent: trace, tracestate: 'a=b' },
      { traceparent: trace, tracestate: 'a=b' },
    ]);
  });

  it.each([
    ['absent', undefined],
    ['malformed', 'not-a-trace'],
    ['of a forbidden version', trace.replace(/^00/, 'ff')],
    ['all zeros', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`],
    ['of no span', `00-0af7651916cd43dd8448eb211c80319c-${'0'.repeat(16)}-01`],
    ['in upper case', trace.toUpperCase()],
  ])('is a new one, without state, when the caller’s is %s', async (_title, traceparent) => {
    const { logged, received } = await traced({ ...(traceparent && { traceparent }), tracestate: 'a=b' });

    expect(logged).toEqual([expect.stringMatching(fresh), expect.stringMatching(fresh)]);
    expect(received.map((headers) => headers.traceparent)).toEqual(logged);
    for (const headers of received) expect(headers).not.toHaveProperty('tracestate');
  });

  it('is never the same twice', async () => {
    const { rpc, log } = await start();
    for (let call = 0; call < 300; call += 1) await rpc('ping');

    const entries = await log.atLeast(300);

    expect(new Set(entries.map(({ traceparent }) => traceparent.slice(3, 35))).size).toBe(300);
  });
});
