import { subscriptionKeyHeader } from '../../../gateway/outputs';
import { invalidKeyBody, missingKeyBody } from '../../support/keys';
import { anOrder, ordersKey, ordersPath, unknownOrderId } from '../../support/orders';
import { useStack } from '../../support/stack';

const order = `${ordersPath.gateway}/${unknownOrderId}`;

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
    expect(await response.text()).toBe(missingKeyBody);
    expect(response.headers.get('www-authenticate')).toContain(`name="${ordersKey.header}"`);
  });

  it.each([
    ['the agents’ header', subscriptionKeyHeader, missingKeyBody],
    ['its own header', ordersKey.header, invalidKeyBody],
  ])('is closed to the agents’ key in %s', async (_place, header, body) => {
    const response = await ask(order, { [header]: stack().outputs.APIM_SUBSCRIPTION_KEY || 'agents-key' });

    expect(response.status).toBe(401);
    expect(await response.text()).toBe(body);
  });

  it('opens to its own key in a header', async () => {
    const response = await ask(order, { [ordersKey.header]: stack().outputs.ORDERS_API_KEY });

    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'order-not-found' });
  });

  it('opens to its own key in the query', async () => {
    const response = await ask(`${order}?${ordersKey.query}=${stack().outputs.ORDERS_API_KEY}`);

    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'order-not-found' });
  });

  it.each([
    ['an operation that it does not have', ordersPath.gateway.replace('orders', 'customers'), 'GET'],
    ['a method that an operation does not have', ordersPath.gateway, 'DELETE'],
    ['a path that leaves it', `${ordersPath.gateway}/%2e%2e/%2e%2e/runtime/webhooks/mcp`, 'GET'],
  ])('answers %s with API Management’s 404', async (_title, path, method) => {
    const response = await fetch(`${stack().outputs.APIM_GATEWAY_URL}${path}`, {
      method,
      headers: { [ordersKey.header]: stack().outputs.ORDERS_API_KEY },
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
        [subscriptionKeyHeader]: outputs.APIM_SUBSCRIPTION_KEY,
        [ordersKey.header]: 'chosen-by-the-client',
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
