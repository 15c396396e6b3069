import { aGateway, agentsKey, ordersKey, useGateways, withKey } from '../../support/gateway';

const missing =
  '{ "statusCode": 401, "message": "Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API." }';
const invalid =
  '{ "statusCode": 401, "message": "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription." }';

describe('the subscription keys', () => {
  const start = useGateways();

  it('are asked for in the very bytes of API Management', async () => {
    const { backend, url, menu } = await start();

    const response = await fetch(menu);

    expect(response.status).toBe(401);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('content-length')).toBe('152');
    expect(response.headers.get('www-authenticate')).toBe(
      `AzureApiManagementKey realm="${url}/menu/mcp",name="Ocp-Apim-Subscription-Key",type="header"`,
    );
    expect(await response.text()).toBe(missing);
    expect(backend.received).toEqual([]);
  });

  it('are refused in the very bytes of API Management', async () => {
    const { backend, url, orders } = await start();

    const response = await fetch(orders, { headers: { 'Ocp-Apim-Subscription-Key': 'wrong' } });

    expect(response.status).toBe(401);
    expect(response.headers.get('content-length')).toBe('143');
    expect(response.headers.get('www-authenticate')).toBe(
      `AzureApiManagementKey realm="${url}/orders",name="Ocp-Apim-Subscription-Key",type="header"`,
    );
    expect(await response.text()).toBe(invalid);
    expect(backend.received).toEqual([]);
  });

  it.each([
    ['in the header', '', withKey, 200],
    ['in the header, whatever the query says', '?subscription-key=wrong', withKey, 200],
    ['in the query', `?subscription-key=${agentsKey}`, {}, 200],
    [
      'in the query when the header is empty',
      `?subscription-key=${agentsKey}`,
      { 'Ocp-Apim-Subscription-Key': '' },
      200,
    ],
    [
      'in the query when the header is wrong',
      `?subscription-key=${agentsKey}`,
      { 'Ocp-Apim-Subscription-Key': 'wrong' },
      401,
    ],
    ['in a query parameter of another case', `?Subscription-Key=${agentsKey}`, {}, 401],
    ['as a bearer token', '', { authorization: `Bearer ${agentsKey}` }, 401],
    ['with a byte more', '', { 'Ocp-Apim-Subscription-Key': `${agentsKey}x` }, 401],
    ['with a byte less', '', { 'Ocp-Apim-Subscription-Key': agentsKey.slice(1) }, 401],
    ['with another byte', '', { 'Ocp-Apim-Subscription-Key': `x${agentsKey.slice(1)}` }, 401],
    ['of as many characters but more bytes', '', { 'Ocp-Apim-Subscription-Key': 'é'.repeat(agentsKey.length) }, 401],
  ])('of agents: %s', async (_title, query, headers, status) => {
    const { menu } = await start();

    const response = await fetch(menu + query, { headers });

    expect(response.status).toBe(status);
  });

  it.each([
    [
      'the agents’ on the REST API, in their header',
      '/api/orders/1',
      { 'Ocp-Apim-Subscription-Key': agentsKey },
      missing,
    ],
    ['the agents’ on the REST API, in its header', '/api/orders/1', { 'Orders-Api-Key': agentsKey }, invalid],
    ['the REST API’s on an MCP server', '/menu/mcp', { 'Ocp-Apim-Subscription-Key': ordersKey }, invalid],
  ])('open nothing outside their scope: %s', async (_title, path, headers, body) => {
    const { url } = await start();

    const response = await fetch(url + path, { headers });

    expect(response.status).toBe(401);
    expect(await response.text()).toBe(body);
  });

  it('of a REST API may travel in its own query parameter, and go no further', async () => {
    const { backend, api } = await start();

    const response = await fetch(`${api}/orders/1?orders-api-key=${ordersKey}`);

    expect(response.status).toBe(200);
    expect(backend.received).toMatchObject([{ url: '/api/orders/1' }]);
    expect(backend.received[0]?.headers).not.toHaveProperty('orders-api-key');
  });

  it('are asked of nobody on the MCP servers of a gateway without keys', async () => {
    const { url, menu, orders } = await start({ subscriptionKey: undefined });
    const ping = {
      method: 'POST',
      body: '{"jsonrpc":"2.0","id":1,"method":"ping"}',
      headers: { 'content-type': 'application/json' },
    };

    const statuses = await Promise.all([fetch(menu, ping), fetch(orders, ping), fetch(`${url}/api/orders/1`)]);

    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 401]);
  });

  it('that are empty open nothing', async () => {
    const { menu, api } = await start({ subscriptionKey: '', apiKeys: {} });

    const responses = await Promise.all([
      fetch(menu),
      fetch(`${menu}?subscription-key=`),
      fetch(`${api}/orders/1?orders-api-key=`),
    ]);

    expect(responses.map(({ status }) => status)).toEqual([401, 401, 401]);
  });

  it('are asked for by all servers of the product', async () => {
    const { mcpServers } = aGateway();
    const definition = aGateway({
      mcpServers: { ...mcpServers, second: { ...mcpServers.menu, path: 'second' } } as typeof mcpServers,
    });
    const { url } = await start({ definition });

    const statuses = await Promise.all([fetch(`${url}/second`), fetch(`${url}/second`, { headers: withKey })]);

    expect(statuses.map(({ status }) => status)).toEqual([401, 200]);
  });
});
