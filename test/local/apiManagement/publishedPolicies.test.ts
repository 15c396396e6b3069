import { gateway } from '../../../gateway';
import { policyFolder, type Gateway } from '../../../gateway/model';
import { subscriptionKeyHeader, subscriptionKeyQuery } from '../../../gateway/outputs';
import { agentsKey, useGateways, withKey } from '../../support/gateway';
import { nextExchange } from '../../support/stubBackend';
import { thingsGateway } from '../../support/things';

const definition: Gateway = {
  ...thingsGateway,
  policyFolder,
  policy: 'global.xml',
  restApis: {},
  mcpServers: { echo: { ...thingsGateway.mcpServers.echo, policy: 'passthroughServer.xml' } },
};

describe('the policies that are published', () => {
  const start = useGateways();

  it.each(['http://localhost:6274', 'http://127.0.0.1:6274'])('let the browser client of %s in', async (origin) => {
    const { echo } = await start({ definition });
    const headers = { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'a,b' };

    const response = await fetch(echo, { method: 'OPTIONS', headers });

    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, POST, DELETE',
      'access-control-allow-headers': 'a,b',
      'access-control-expose-headers': 'Mcp-Session-Id, WWW-Authenticate',
    });
    expect(response.headers.has('access-control-allow-credentials')).toBe(false);
  });

  it('let no other origin in', async () => {
    const { backend, echo } = await start({ definition });

    const { headers } = await fetch(echo, { headers: { ...withKey, origin: 'http://localhost:9999' } });

    expect(headers.has('access-control-allow-origin')).toBe(false);
    expect(backend.received).toEqual([]);
  });

  it('keep the client’s credentials from the backend of a passthrough server', async () => {
    const { backend, echo } = await start({ definition });

    await fetch(`${echo}?${subscriptionKeyQuery}=${agentsKey}&a=1`, {
      headers: { ...withKey, authorization: 'Bearer secret' },
    });

    const [{ url, headers } = { url: '', headers: {} }] = backend.received;
    expect(url).toBe(`${thingsGateway.mcpServers.echo.backend.path}?a=1`);
    expect(headers).not.toHaveProperty('authorization');
    expect(headers).not.toHaveProperty(subscriptionKeyHeader.toLowerCase());
  });

  it('keep a header by which the function apps know the gateway from whoever is not the gateway', async () => {
    const { backend, echo } = await start({ definition });
    const { header } = gateway.secret;

    await fetch(echo, { headers: { ...withKey, [header]: 'guessed' } });

    expect(backend.received).toHaveLength(1);
    expect(backend.received[0]?.headers).not.toHaveProperty(header.toLowerCase());
  });

  it('give the backend of a passthrough server as long as the definition says', async () => {
    const limits = { ...definition.limits, backendTimeoutSeconds: 1 };
    const { backend, echo } = await start({ definition: { ...definition, limits } });
    const exchange = nextExchange(backend);

    const response = await fetch(echo, { headers: withKey });

    expect(response.status).toBe(504);
    expect((await exchange).request.destroyed).toBe(true);
  });
});
