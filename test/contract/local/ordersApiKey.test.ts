import { anOrder } from '../../support/orders';
import { useStack } from '../../support/stack';

const missing =
  '{ "statusCode": 401, "message": "Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API." }';
const invalid =
  '{ "statusCode": 401, "message": "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription." }';
const order = '/api/orders/ord_AAAAAAAAAAAAAAAAAAAA';

describe.each([
  ['a gateway that asks agents for a key', { key: true }],
  ['a gateway that asks agents for none', { key: false }],
])('the orders API on %s', (_title, options) => {
  const stack = useStack(options);
  const ask = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${stack().outputs.APIM_GATEWAY_URL}${path}`, { headers });

  it('is closed to a caller without its key', async () => {
    const response = await ask(order);

    expect(response.status).toBe(401);
    expect(await response.text()).toBe(missing);
    expect(response.headers.get('www-authenticate')).toContain('name="Orders-Api-Key"');
  });

  it.each([
    ['the agents’ header', 'Ocp-Apim-Subscription-Key', missing],
    ['its own header', 'Orders-Api-Key', invalid],
  ])('is closed to the agents’ key in %s', async (_place, header, body) => {
    const response = await ask(order, { [header]: stack().outputs.APIM_SUBSCRIPTION_KEY || 'agents-key' });

    expect(response.status).toBe(401);
    expect(await response.text()).toBe(body);
  });

  it('opens to its own key in a header', async () => {
    const response = await ask(order, { 'Orders-Api-Key': stack().apiKeys.orders });

    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'order-not-found' });
  });

  it('opens to its own key in the query', async () => {
    const response = await ask(`${order}?orders-api-key=${stack().apiKeys.orders}`);

    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'order-not-found' });
  });

  it.each([
    ['an operation that it does not have', '/api/customers', 'GET'],
    ['a method that an operation does not have', '/api/orders', 'DELETE'],
    ['a path that leaves it', '/api/orders/%2e%2e/%2e%2e/runtime/webhooks/mcp', 'GET'],
  ])('answers %s with API Management’s 404', async (_title, path, method) => {
    const response = await fetch(`${stack().outputs.APIM_GATEWAY_URL}${path}`, {
      method,
      headers: { 'Orders-Api-Key': stack().apiKeys.orders },
    });

    expect(response.status).toBe(404);
    expect(await response.text()).toBe('{ "statusCode": 404, "message": "Resource not found" }');
  });

  it('does not let a client choose the key that the orders server uses', async () => {
    const { outputs } = stack();

    const response = await fetch(outputs.ORDERS_MCP_URL, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'Ocp-Apim-Subscription-Key': outputs.APIM_SUBSCRIPTION_KEY,
        'Orders-Api-Key': 'chosen-by-the-client',
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/call',
        params: { name: 'createOrder', arguments: { CreateOrderRequest: anOrder() } },
      }),
    });

    expect(await response.text()).toContain('confirmed');
  });
});
