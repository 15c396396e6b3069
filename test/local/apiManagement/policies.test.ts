import { aPolicy, agentsKey, ordersKey, useGateways, withKey } from '../../support/gateway';

const inOrdersKey = { 'Orders-Api-Key': ordersKey };

describe('a policy', () => {
  const start = useGateways();
  /** What the backend gets of a request to the menu server with this policy. */
  const through = async (inbound: string, { query = '', headers = {} } = {}) => {
    const { backend, menu } = await start({ policies: { 'passthroughServer.xml': aPolicy({ inbound }) } });
    await fetch(menu + query, { headers: { ...withKey, ...headers } });
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
    ['@(context.Subscription.Id)', {}, 'agents'],
    ['@(context.Subscription?.Id ?? "nobody")', {}, 'agents'],
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
    const { backend, menu, log } = await start({
      policies: { 'passthroughServer.xml': aPolicy({ inbound: setHeader('override', '@(context.RequestId)') }) },
    });

    await fetch(menu, { headers: withKey });

    const [entry] = await log.atLeast(1);
    expect(backend.received[0]?.headers['x-a']).toBe(entry?.activityId);
  });

  it('reads named values in attributes and texts', async () => {
    const { header } = await through(
      '<set-header name="X-{{letter}}"><value>key {{ orders-api-key }}</value></set-header>'.replace('{{letter}}', 'A'),
    );

    expect(header).toBe(`key ${ordersKey}`);
  });

  it('changes the answer of a backend in outbound', async () => {
    const outbound =
      '<set-header name="X-Powered-By" exists-action="delete" /><set-header name="X-A"><value>@(context.Subscription.Id)</value></set-header>';
    const { backend, menu } = await start({ policies: { 'passthroughServer.xml': aPolicy({ outbound }) } });
    backend.answerJson(200, {}, { 'X-Powered-By': 'stub' });

    const { headers } = await fetch(menu, { headers: withKey });

    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('x-a')).toBe('agents');
  });

  it('runs the wider scope where it says base, and only there', async () => {
    const append = (value: string) => setHeader('append', value);
    const policies = {
      'global.xml': `<policies><inbound>${append('global')}</inbound></policies>`,
      'passthroughServer.xml': `<policies><inbound>${append('before')}<base />${append('after')}</inbound></policies>`,
      'ordersApi.xml': `<policies><inbound>${append('alone')}</inbound></policies>`,
    };
    const { backend, menu, api } = await start({ policies });

    await fetch(menu, { headers: withKey });
    await fetch(`${api}/orders/1`, { headers: inOrdersKey });

    expect(backend.received.map(({ headers }) => headers['x-a'])).toEqual(['before, global, after', 'alone']);
  });

  it('sends calls to the backend that it names', async () => {
    const inbound = '<set-backend-service backend-id="menu" />';
    const { backend, api } = await start({ policies: { 'ordersApi.xml': aPolicy({ inbound }) } });

    await fetch(`${api}/orders/1`, { headers: inOrdersKey });

    expect(backend.received).toMatchObject([{ url: '/runtime/webhooks/mcp/orders/1' }]);
  });

  it('sends tool calls to the backend that it names', async () => {
    const inbound = '<set-backend-service backend-id="menu" />';
    const server = aPolicy({ inbound: `<set-header name="Orders-Api-Key"><value>${ordersKey}</value></set-header>` });
    const { backend, callTool } = await start({
      policies: { 'ordersApi.xml': aPolicy({ inbound }), 'ordersServer.xml': server },
    });

    await callTool('getOrder', { orderId: '1' });

    expect(backend.received).toMatchObject([{ url: '/runtime/webhooks/mcp/orders/1' }]);
  });

  it('decides how long a backend may take', async () => {
    const policies = {
      'passthroughServer.xml': aPolicy({ backend: '<forward-request timeout="1" buffer-response="false" />' }),
    };
    const { backend, menu } = await start({ policies });
    backend.serve(() => undefined);

    const response = await fetch(menu, { headers: withKey });

    expect(response.status).toBe(504);
  });

  it('may have comments and processing instructions anywhere', async () => {
    const { header } = await through(`<!-- one --><?pi?>${setHeader('override', 'new')}<!-- two -->`);

    expect(header).toBe('new');
  });

  it('is not asked of a client whose key is wrong', async () => {
    const inbound = '<rate-limit calls="1" renewal-period="60" />';
    const { menu } = await start({ policies: { 'passthroughServer.xml': aPolicy({ inbound }) } });
    for (const key of ['wrong', 'wrong', 'wrong']) await fetch(`${menu}?subscription-key=${key}`);

    const response = await fetch(`${menu}?subscription-key=${agentsKey}`);

    expect(response.status).toBe(200);
  });
});
