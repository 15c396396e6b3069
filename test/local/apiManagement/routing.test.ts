import { aGateway, ordersKey, useGateways, withKey } from '../../support/gateway';
import { sendRaw } from '../../support/rawHttp';

const notFound = '{ "statusCode": 404, "message": "Resource not found" }';
const inOrdersKey = { 'Orders-Api-Key': ordersKey };

describe('the routes', () => {
  const start = useGateways();

  it.each([
    ['/', {}],
    ['/menu', {}],
    ['/menu/mcpx', {}],
    ['/Menu/Mcp', {}],
    ['//menu/mcp', {}],
    ['/orders', withKey],
    ['/orders/', withKey],
    ['/orders/mcp/', withKey],
    ['/orders/mcp/x', withKey],
    ['/api', inOrdersKey],
    ['/api/', inOrdersKey],
    ['/api/customers', inOrdersKey],
    ['/api/orders/1/lines', inOrdersKey],
  ])('lead nowhere for %s', async (path, headers) => {
    const { backend, url } = await start();

    const response = await fetch(url + path, { headers });

    expect(response.status).toBe(404);
    expect(response.headers.get('content-length')).toBe('54');
    expect(await response.text()).toBe(notFound);
    expect(backend.received).toEqual([]);
  });

  it.each(['/menu/mcp/../../api', '/menu/mcp/%2e%2e/%2E%2E/secret', '/menu/mcp/.', '/menu/mcp/.%2e/x'])(
    'do not climb with %s',
    async (path) => {
      const { backend, url } = await start();

      const answer = await sendRaw(url, `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);

      expect(answer).toContain('404 Not Found');
      expect(backend.received).toEqual([]);
    },
  );

  it('are open to this machine alone, at one address (openapi-mcp-generator listens on all)', async () => {
    const { url } = await start();

    const elsewhere = fetch(url.replace('127.0.0.1', '127.0.0.2'), { headers: { host: 'localhost' } });

    await expect(elsewhere).rejects.toThrow('fetch failed');
  });

  it('prefer the longest path', async () => {
    const { menu, orders } = aGateway().mcpServers;
    const definition = aGateway({
      mcpServers: {
        wide: { ...menu, path: 'menu' },
        narrow: { ...menu, path: 'menu/mcp/narrow', backend: { app: 'menu', path: '/narrow' } },
        menu: menu,
        orders,
      } as ReturnType<typeof aGateway>['mcpServers'],
    });
    const { url, backend, log } = await start({ definition });
    for (const path of ['/menu/x', '/menu/mcp/x', '/menu/mcp/narrow/x']) await fetch(url + path, { headers: withKey });

    const entries = await log.atLeast(3);

    expect(entries.map(({ api }) => api)).toEqual(['wide', 'menu', 'narrow']);
    expect(backend.received[2]?.url).toBe('/narrow/x');
  });

  it.each([
    ['GET', '/orders/1', 200],
    ['GET', '/orders/1/', 200],
    ['POST', '/orders', 200],
    ['GET', '/orders', 404],
    ['DELETE', '/orders/1', 404],
    ['HEAD', '/orders/1', 404],
  ])('of a REST API are its operations: %s %s answers %i', async (method, path, status) => {
    const { api } = await start();

    const response = await fetch(api + path, { method, headers: inOrdersKey });

    expect(response.status).toBe(status);
  });

  it('hand on the query of a REST call', async () => {
    const { api, backend } = await start();

    await fetch(`${api}/orders/a%2Fb?expand=lines&x=%20`, { headers: inOrdersKey });

    expect(backend.received).toMatchObject([{ url: '/api/orders/a%2Fb?expand=lines&x=%20' }]);
  });

  it('hand on headers and body of a REST call, its idempotency key among them', async () => {
    const { api, backend } = await start();
    const headers = {
      ...inOrdersKey,
      'content-type': 'application/json',
      'Idempotency-Key': 'once',
      authorization: 'Bearer a',
    };

    await fetch(`${api}/orders`, { method: 'POST', body: '{"a":1}', headers });

    expect(backend.received).toMatchObject([
      {
        body: '{"a":1}',
        headers: { 'idempotency-key': 'once', 'content-type': 'application/json', authorization: 'Bearer a' },
      },
    ]);
  });
});
