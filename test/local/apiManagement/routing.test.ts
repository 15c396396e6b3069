import { dirname } from 'node:path/posix';
import { mcpServerPath } from '../../../gateway/model';
import { useGateways, withKey, withThingsKey } from '../../support/gateway';
import { anOperation, aParameter } from '../../support/openapi';
import { sendRaw } from '../../support/rawHttp';
import { requestHead } from '../../support/rawRequest';
import { post, request } from '../../support/rpc';
import { thingPath, thingsGateway, thingsGatewayOf, thingsPath } from '../../support/things';

const notFound = '{ "statusCode": 404, "message": "Resource not found" }';
const { mcpServers, restApis } = thingsGateway;
const echoPath = mcpServerPath(mcpServers.echo);
const serverPath = `/${mcpServers.things.path}`;
const apiPath = `/${restApis.things.path}`;
const backendPath = restApis.things.backend.path;

describe('the routes', () => {
  const start = useGateways();

  it('are the paths of the definition, with /mcp behind that of a server made of REST operations', async () => {
    const { url } = await start();

    const answers = await Promise.all([
      post(`${url}/echo/stream`, request('ping'), withKey),
      post(`${url}/workbench/mcp`, request('ping'), withKey),
      fetch(`${url}/inventory/things/1`, { headers: withThingsKey }),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it.each([
    ['/', {}],
    [dirname(echoPath), {}],
    [`${echoPath}x`, {}],
    [echoPath.toUpperCase(), {}],
    [`/${echoPath}`, {}],
    [serverPath, withKey],
    [`${serverPath}/`, withKey],
    [`${mcpServerPath(mcpServers.things)}/`, withKey],
    [`${mcpServerPath(mcpServers.things)}/x`, withKey],
    [apiPath, withThingsKey],
    [`${apiPath}/`, withThingsKey],
    [`${apiPath}/elsewhere`, withThingsKey],
    [`${apiPath}${thingPath()}/parts`, withThingsKey],
  ])('lead nowhere for %s', async (path, headers) => {
    const { backend, url } = await start();

    const response = await fetch(url + path, { headers });

    expect(response.status).toBe(404);
    expect(response.headers.get('content-length')).toBe('54');
    expect(await response.text()).toBe(notFound);
    expect(backend.received).toEqual([]);
  });

  it.each([`/../..${apiPath}`, '/%2e%2e/%2E%2E/secret', '/.', '/.%2e/x'])(
    'do not climb with %s after the path of a server',
    async (climbing) => {
      const { backend, echo } = await start();

      const answer = await sendRaw(echo, requestHead('GET', echo + climbing, { Connection: 'close' }));

      expect(answer).toContain('404 Not Found');
      expect(backend.received).toEqual([]);
    },
  );

  it('are open to this machine alone, at one address', async () => {
    const { url } = await start();

    const elsewhere = fetch(url.replace('127.0.0.1', '127.0.0.2'), { headers: { host: 'localhost' } });

    await expect(elsewhere).rejects.toThrow('fetch failed');
  });

  it('prefer the longest path', async () => {
    const definition = {
      ...thingsGateway,
      mcpServers: {
        wide: { ...mcpServers.echo, path: 'a' },
        narrow: { ...mcpServers.echo, path: 'a/b/c', backend: { ...mcpServers.echo.backend, path: '/narrow' } },
        middle: { ...mcpServers.echo, path: 'a/b' },
      },
    };
    const { url, backend, log } = await start({ definition });
    for (const path of ['/a/x', '/a/b/x', '/a/b/c/x']) await fetch(url + path, { headers: withKey });

    const entries = await log.atLeast(3);

    expect(entries.map(({ api }) => api)).toEqual(['wide', 'middle', 'narrow']);
    expect(backend.received[2]?.url).toBe('/narrow/x');
  });

  it.each([
    ['GET', thingPath(), 200],
    ['GET', `${thingPath()}/`, 200],
    ['POST', thingsPath, 200],
    ['GET', thingsPath, 404],
    ['DELETE', thingPath(), 404],
    ['HEAD', thingPath(), 404],
  ])('of a REST API are its operations: %s %s answers %i', async (method, path, status) => {
    const { api } = await start();

    const response = await fetch(api + path, { method, headers: withThingsKey });

    expect(response.status).toBe(status);
  });

  it('hand on the query of a REST call', async () => {
    const { api, backend } = await start();
    const rest = `${thingPath('a%2Fb')}?expand=parts&x=%20`;

    await fetch(api + rest, { headers: withThingsKey });

    expect(backend.received).toMatchObject([{ url: backendPath + rest }]);
  });

  it('leave it to the backend to miss a query parameter that is required', async () => {
    const document = anOperation({ parameters: [aParameter('query', 'version', { required: true })] });
    const { api, backend } = await start({ definition: thingsGatewayOf(document, ['act']) });

    await fetch(api + thingsPath, { method: 'POST', headers: withThingsKey });

    expect(backend.received).toMatchObject([{ url: backendPath + thingsPath }]);
  });

  it('hand on headers and body of a REST call, its idempotency key among them', async () => {
    const { api, backend } = await start();
    const headers = {
      ...withThingsKey,
      'content-type': 'application/json',
      'Idempotency-Key': 'once',
      authorization: 'Bearer a',
    };

    await fetch(api + thingsPath, { method: 'POST', body: '{"a":1}', headers });

    expect(backend.received).toMatchObject([
      {
        body: '{"a":1}',
        headers: { 'idempotency-key': 'once', 'content-type': 'application/json', authorization: 'Bearer a' },
      },
    ]);
  });
});
