import type { Exchange } from '../../../local/apiManagement/exchange';
import { rateLimit, rateLimitByKey } from '../../../local/apiManagement/policies/rateLimit';
import { useGateways, withKey } from '../../support/gateway';
import { post, request } from '../../support/rpc';
import { callGetThing, thingsGateway } from '../../support/things';

const element = (attributes: Record<string, string>) => ({
  name: 'rate-limit',
  file: 'test.xml',
  line: 1,
  children: [],
  text: '',
  attributes: { calls: '2', 'renewal-period': '10', ...attributes },
});

/** A call at a time, in milliseconds, by a subscription or from an address. */
function aCall(
  receivedAt: number,
  { id, ipAddress = '127.0.0.1' }: { id?: string; ipAddress?: string } = {},
): Exchange {
  return {
    activityId: '',
    method: 'POST',
    origin: '',
    ipAddress,
    receivedAt,
    path: '',
    query: '',
    headers: {},
    subscription: id === undefined ? undefined : { id, key: Buffer.alloc(0), scope: new Set() },
    backendId: undefined,
    timeoutMs: 1,
    answerHeaders: [],
  };
}

describe('a rate limit', () => {
  const statuses = (step: ReturnType<typeof rateLimit>, calls: Exchange[]) =>
    calls.map((call) => step(call, call.headers)?.status ?? 200);

  it('lets through as many calls as it says, and again when the window is over', () => {
    const step = rateLimit(element({}));

    const seen = statuses(step, [
      aCall(5),
      aCall(6),
      aCall(7),
      aCall(10_004),
      aCall(10_005),
      aCall(10_006),
      aCall(10_007),
    ]);

    expect(seen).toEqual([200, 200, 429, 429, 200, 200, 429]);
  });

  it.each([
    [0, 10],
    [1, 10],
    [9_000, 1],
    [9_999, 1],
  ])('says at %i ms that there are %i seconds to wait', (now, seconds) => {
    const step = rateLimit(element({ calls: '1' }));
    step(aCall(0), {});

    const answer = step(aCall(now), {});

    expect(answer).toEqual({
      status: 429,
      headers: ['Content-Type', 'application/json', 'Retry-After', String(seconds)],
      body: `{ "statusCode": 429, "message": "Rate limit is exceeded. Try again in ${seconds} seconds." }`,
    });
  });

  it('counts each subscription by itself', () => {
    const step = rateLimit(element({ calls: '1' }));

    const seen = statuses(step, [aCall(0, { id: 'a' }), aCall(0, { id: 'b' }), aCall(0, { id: 'a' }), aCall(0)]);

    expect(seen).toEqual([200, 200, 429, 200]);
  });

  it('counts each value of its key by itself', () => {
    const step = rateLimitByKey(
      element({ calls: '1', 'counter-key': '@(context.Subscription?.Id ?? context.Request.IpAddress)' }),
    );

    const seen = statuses(step, [
      aCall(0, { ipAddress: '10.0.0.1' }),
      aCall(0, { ipAddress: '10.0.0.2' }),
      aCall(0, { ipAddress: '10.0.0.1' }),
      aCall(0, { ipAddress: '10.0.0.1', id: 'a' }),
    ]);

    expect(seen).toEqual([200, 200, 429, 200]);
  });

  it('names its headers as it is told and says how many calls remain', () => {
    const step = rateLimit(element({ 'retry-after-header-name': 'X-Wait', 'remaining-calls-header-name': 'X-Left' }));
    const [first, second, third] = [aCall(0), aCall(0), aCall(0)];

    const answers = [first, second, third].map((call) => step(call, {}));

    expect([first.answerHeaders, second.answerHeaders]).toEqual([
      ['X-Left', '1'],
      ['X-Left', '0'],
    ]);
    expect(answers[2]?.headers).toContain('X-Wait');
  });

  it('forgets the counters of windows that are over', () => {
    const step = rateLimitByKey(element({ 'counter-key': '@(context.Request.IpAddress)' }));
    const deletions = jest.spyOn(Map.prototype, 'delete');

    for (let call = 0; call < 1_000; call += 1) step(aCall(call * 1_000, { ipAddress: `client ${call}` }), {});

    const forgotten = deletions.mock.calls.length;
    deletions.mockRestore();
    expect(forgotten).toBe(990);
  });
});

describe('the rate limit of an MCP server', () => {
  const start = useGateways();
  const definition = { ...thingsGateway, limits: { ...thingsGateway.limits, calls: 3 } };

  it('counts every request of an agent, a notification and a failure too', async () => {
    const { rpc, things, backend } = await start({ definition });
    await rpc('initialize');
    await post(things, { jsonrpc: '2.0', method: 'notifications/initialized' }, withKey);
    await post(things, 'no JSON', withKey);

    const answer = await post(things, callGetThing(), withKey);

    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toMatch(/^(59|60)$/);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(answer.body).toMatch(
      /^\{ "statusCode": 429, "message": "Rate limit is exceeded. Try again in (59|60) seconds." \}$/,
    );
    expect(backend.received).toEqual([]);
  });

  it('counts a tool call once, not once more at the REST API', async () => {
    const { getThing } = await start({ definition });

    const results = [await getThing(), await getThing(), await getThing()];

    expect(results).toEqual(Array(3).fill({ text: '{}', isError: false }));
  });

  it('counts each server by itself', async () => {
    const { rpc, echo } = await start({ definition });
    for (let call = 0; call < 4; call += 1) await rpc('ping');

    const answer = await post(echo, request('ping'), withKey);

    expect(answer.status).toBe(200);
  });
});
