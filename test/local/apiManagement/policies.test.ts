import { subscriptionKeyQuery } from '../../../gateway/outputs';
import { agentsKey, thingsKey, useGateways, withKey, withThingsKey } from '../../support/gateway';
import { aGlobalPolicy, aPolicy, presentKey } from '../../support/policies';
import { thingPath, thingsGateway } from '../../support/things';

const { product, restApis, mcpServers } = thingsGateway;
const thingAtEcho = mcpServers.echo.backend.path + thingPath();

describe('a policy', () => {
  const start = useGateways();
  /** What the backend gets of a request to the echo server with this policy. */
  const through = async (inbound: string, { query = '', headers = {} } = {}) => {
    const { backend, echo } = await start({ policies: { echo: aPolicy({ inbound }) } });
    await fetch(echo + query, { headers: { ...withKey, ...headers } });
    const [received] = backend.received;
    return { header: received?.headers['x-a'], query: received?.url.split('?')[1], headers: received?.headers ?? {} };
  };
  const setHeader = (action: string, ...values: string[]) =>
    `<set-header name="X-A" exists-action="${action}">${values.map((value) => `<value>${value}</value>`).join('')}</set-header>`;
  const setQuery = (action: string, ...values: string[]) =>
    setHeader(action, ...values).replaceAll('set-header', 'set-query-parameter');

  it.each([
    ['override', ['new'], undefined, 'new'],
    ['override', ['new'], 'old', 'new'],
    ['override', ['one', 'two'], 'old', 'one, two'],
    ['skip', ['new'], undefined, 'new'],
    ['skip', ['new'], 'old', 'old'],
    ['append', ['new'], undefined, 'new'],
    ['append', ['new'], 'old', 'old, new'],
    ['delete', [], 'old', undefined],
    ['delete', [], undefined, undefined],
  ])('sets a header: %s %j where the client has %s', async (action, values, old, expected) => {
    const { header } = await through(setHeader(action, ...values), { headers: old ? { 'x-a': old } : {} });

    expect(header).toBe(expected);
  });

  it.each([
    ['override', ['new'], '', 'X-A=new'],
    ['override', ['new'], '?X-A=old&b=1', 'b=1&X-A=new'],
    ['override', ['one', 'two'], '', 'X-A=one&X-A=two'],
    ['skip', ['new'], '', 'X-A=new'],
    ['skip', ['new'], '?X-A=old', 'X-A=old'],
    ['append', ['new'], '?X-A=old', 'X-A=old&X-A=new'],
    ['delete', [], '?X-A=old&b=1', 'b=1'],
    ['delete', [], '?X-A=old', undefined],
    ['delete', [], '?b=%20+%2F', 'b=%20+%2F'],
    ['delete', [], '?b=%20+%2F&X%2DA=old', 'b=%20+%2F'],
    ['append', ['ラ &'], '?b=%20+', 'b=%20+&X-A=%E3%83%A9%20%26'],
    ['delete', [], '', undefined],
  ])('sets a query parameter: %s %j where the client has "%s"', async (action, values, old, expected) => {
    const { query } = await through(setQuery(action, ...values), { query: old });

    expect(query).toBe(expected);
  });

  it('overrides when it does not say what to do with what exists', async () => {
    const { header } = await through('<set-header name="X-A"><value>new</value></set-header>', {
      headers: { 'x-a': 'old' },
    });

    expect(header).toBe('new');
  });

  it.each([
    ['@(context.Subscription.Id)', {}, product.name],
    ['@(context.Subscription?.Id ?? "nobody")', {}, product.name],
    ['@(context.Request.IpAddress)', {}, '127.0.0.1'],
    ['@(context.Request.Headers.GetValueOrDefault(&quot;X-B&quot;))', { 'x-b': 'given' }, 'given'],
    ['@(context.Request.Headers.GetValueOrDefault("X-B", "a ?? b"))', {}, 'a ?? b'],
    [
      '@(context.Request.Headers.GetValueOrDefault("X-B") ?? context.Request.Headers.GetValueOrDefault("X-C") ?? "none")',
      { 'x-c': 'third' },
      'third',
    ],
    ['@("a literal")', {}, 'a literal'],
    ['<![CDATA[a < b]]>', {}, 'a < b'],
  ])('computes %s', async (expression, headers, expected) => {
    const { header } = await through(setHeader('override', expression), { headers });

    expect(header).toBe(expected);
  });

  it('knows the id that the access log has', async () => {
    const { backend, echo, log } = await start({
      policies: { echo: aPolicy({ inbound: setHeader('override', '@(context.RequestId)') }) },
    });

    await fetch(echo, { headers: withKey });

    const [entry] = await log.atLeast(1);
    expect(backend.received[0]?.headers['x-a']).toBe(entry?.activityId);
  });

  it('reads named values in attributes and texts', async () => {
    const { namedValue } = restApis.things.key;

    const { headers } = await through(
      `<set-header name="X-{{${namedValue}}}"><value>key {{ ${namedValue} }}</value></set-header>`,
    );

    expect(headers[`x-${thingsKey}`]).toBe(`key ${thingsKey}`);
  });

  it('changes the answer of a backend in outbound', async () => {
    const outbound =
      '<set-header name="X-Powered-By" exists-action="delete" /><set-header name="X-A"><value>@(context.Subscription.Id)</value></set-header>';
    const { backend, echo } = await start({ policies: { echo: aPolicy({ outbound }) } });
    backend.answerJson(200, {}, { 'X-Powered-By': 'stub' });

    const { headers } = await fetch(echo, { headers: withKey });

    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('x-a')).toBe(product.name);
  });

  it('runs the wider scope where it says base, and only there', async () => {
    const append = (value: string) => setHeader('append', value);
    const policies = {
      global: aGlobalPolicy(append('global')),
      echo: aPolicy().replace('<base />', `${append('before')}<base />${append('after')}`),
      api: aPolicy().replace('<base />', append('alone')),
    };
    const { backend, echo, thing } = await start({ policies });

    await fetch(echo, { headers: withKey });
    await fetch(thing, { headers: withThingsKey });

    expect(backend.received.map(({ headers }) => headers['x-a'])).toEqual(['before, global, after', 'alone']);
  });

  it('sends calls to the backend that it names', async () => {
    const inbound = '<set-backend-service backend-id="echo" />';
    const { backend, thing } = await start({ policies: { api: aPolicy({ inbound }) } });

    await fetch(thing, { headers: withThingsKey });

    expect(backend.received).toMatchObject([{ url: thingAtEcho }]);
  });

  it('sends tool calls to the backend that it names', async () => {
    const inbound = '<set-backend-service backend-id="echo" />';
    const { backend, getThing } = await start({
      policies: { api: aPolicy({ inbound }), things: aPolicy({ inbound: presentKey(thingsKey) }) },
    });

    await getThing();

    expect(backend.received).toMatchObject([{ url: thingAtEcho }]);
  });

  it('decides how long a backend may take', async () => {
    const policies = {
      echo: aPolicy({ backend: '<forward-request timeout="1" buffer-response="false" />' }),
    };
    const { backend, echo } = await start({ policies });
    backend.serve(() => undefined);

    const response = await fetch(echo, { headers: withKey });

    expect(response.status).toBe(504);
  });

  it('may have comments and processing instructions anywhere', async () => {
    const { header } = await through(`<!-- one --><?pi?>${setHeader('override', 'new')}<!-- two -->`);

    expect(header).toBe('new');
  });

  it('is not asked of a client whose key is wrong', async () => {
    const inbound = '<rate-limit calls="1" renewal-period="60" />';
    const { echo } = await start({ policies: { echo: aPolicy({ inbound }) } });
    for (const key of ['wrong', 'wrong', 'wrong']) await fetch(`${echo}?${subscriptionKeyQuery}=${key}`);

    const response = await fetch(`${echo}?${subscriptionKeyQuery}=${agentsKey}`);

    expect(response.status).toBe(200);
  });
});
