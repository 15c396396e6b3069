import { subscriptionKeyHeader, subscriptionKeyQuery } from '../../../gateway/outputs';
import { agentsKey, thingsKey, useGateways, withKey } from '../../support/gateway';
import { invalidKeyBody, missingKeyBody } from '../../support/keys';
import { post, request } from '../../support/rpc';
import { thingPath, thingsGateway } from '../../support/things';

const { mcpServers, restApis } = thingsGateway;
const { backend: thingsBackend, key: thingsKeyRule } = restApis.things;

describe('the subscription keys', () => {
  const start = useGateways();

  it('are asked for in the very bytes of API Management', async () => {
    const { backend, echo } = await start();

    const response = await fetch(echo);

    expect(response.status).toBe(401);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('content-length')).toBe('152');
    expect(response.headers.get('www-authenticate')).toBe(
      `AzureApiManagementKey realm="${echo}",name="${subscriptionKeyHeader}",type="header"`,
    );
    expect(await response.text()).toBe(missingKeyBody);
    expect(backend.received).toEqual([]);
  });

  it('are refused in the very bytes of API Management', async () => {
    const { backend, url, things } = await start();

    const response = await fetch(things, { headers: { [subscriptionKeyHeader]: 'wrong' } });

    expect(response.status).toBe(401);
    expect(response.headers.get('content-length')).toBe('143');
    expect(response.headers.get('www-authenticate')).toBe(
      `AzureApiManagementKey realm="${url}/${mcpServers.things.path}",name="${subscriptionKeyHeader}",type="header"`,
    );
    expect(await response.text()).toBe(invalidKeyBody);
    expect(backend.received).toEqual([]);
  });

  it.each([
    ['in the header', '', withKey, 200],
    ['in the header, whatever the query says', `?${subscriptionKeyQuery}=wrong`, withKey, 200],
    ['in the query', `?${subscriptionKeyQuery}=${agentsKey}`, {}, 200],
    [
      'in the query when the header is empty',
      `?${subscriptionKeyQuery}=${agentsKey}`,
      { [subscriptionKeyHeader]: '' },
      200,
    ],
    [
      'in the query when the header is wrong',
      `?${subscriptionKeyQuery}=${agentsKey}`,
      { [subscriptionKeyHeader]: 'wrong' },
      401,
    ],
    ['in a query parameter of another case', `?${subscriptionKeyQuery.toUpperCase()}=${agentsKey}`, {}, 401],
    ['as a bearer token', '', { authorization: `Bearer ${agentsKey}` }, 401],
    ['with a byte more', '', { [subscriptionKeyHeader]: `${agentsKey}x` }, 401],
    ['with a byte less', '', { [subscriptionKeyHeader]: agentsKey.slice(1) }, 401],
    ['with another byte', '', { [subscriptionKeyHeader]: `x${agentsKey.slice(1)}` }, 401],
    ['of as many characters but more bytes', '', { [subscriptionKeyHeader]: 'é'.repeat(agentsKey.length) }, 401],
  ])('of agents: %s', async (_title, query, headers, status) => {
    const { echo } = await start();

    const response = await fetch(echo + query, { headers });

    expect(response.status).toBe(status);
  });

  it.each([
    ['the agents’ on the REST API, in their header', 'thing', { [subscriptionKeyHeader]: agentsKey }, missingKeyBody],
    ['the agents’ on the REST API, in its header', 'thing', { [thingsKeyRule.header]: agentsKey }, invalidKeyBody],
    ['the REST API’s on an MCP server', 'echo', { [subscriptionKeyHeader]: thingsKey }, invalidKeyBody],
  ] as const)('open nothing outside their scope: %s', async (_title, target, headers, body) => {
    const gateway = await start();

    const response = await fetch(gateway[target], { headers });

    expect(response.status).toBe(401);
    expect(await response.text()).toBe(body);
  });

  it('of a REST API may travel in its own query parameter, and go no further', async () => {
    const { backend, thing } = await start();

    const response = await fetch(`${thing}?${thingsKeyRule.query}=${thingsKey}`);

    expect(response.status).toBe(200);
    expect(backend.received).toMatchObject([{ url: `${thingsBackend.path}${thingPath()}` }]);
    expect(backend.received[0]?.headers).not.toHaveProperty(thingsKeyRule.header.toLowerCase());
  });

  it('are asked of nobody on the MCP servers of a gateway without keys', async () => {
    const { echo, things, thing } = await start({ subscriptionKey: undefined });
    const ping = request('ping');

    const statuses = await Promise.all([post(echo, ping), post(things, ping), fetch(thing)]);

    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 401]);
  });

  it('that are empty open nothing', async () => {
    const { echo, thing } = await start({ subscriptionKey: '', apiKeys: {} });

    const responses = await Promise.all([
      fetch(echo),
      fetch(`${echo}?${subscriptionKeyQuery}=`),
      fetch(`${thing}?${thingsKeyRule.query}=`),
    ]);

    expect(responses.map(({ status }) => status)).toEqual([401, 401, 401]);
  });

  it('are asked for by all servers of the product', async () => {
    const second = { ...mcpServers.echo, path: 'second' };
    const { url } = await start({ definition: { ...thingsGateway, mcpServers: { ...mcpServers, second } } });

    const statuses = await Promise.all([fetch(`${url}/second`), fetch(`${url}/second`, { headers: withKey })]);

    expect(statuses.map(({ status }) => status)).toEqual([401, 200]);
  });
});
