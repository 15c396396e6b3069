import { aGateway, aPolicy, useGateways, withKey } from '../../support/gateway';

const inspector = 'http://localhost:6274';
const preflightOf = (origin: string, headers: Record<string, string> = {}) => ({
  method: 'OPTIONS',
  headers: { origin, 'access-control-request-method': 'POST', ...headers },
});
const cors = (attributes: string, children: string) =>
  ({ 'global.xml': `<policies><inbound><cors ${attributes}>${children}</cors></inbound></policies>` }) as const;
const origins = (...values: string[]) =>
  `<allowed-origins>${values.map((value) => `<origin>${value}</origin>`).join('')}</allowed-origins>`;

describe('a browser’s preflight', () => {
  const start = useGateways();

  it.each(['menu', 'orders', 'api'] as const)('of %s needs no key and never reaches the backend', async (api) => {
    const gateway = await start();

    const response = await fetch(gateway[api], preflightOf(inspector, { 'access-control-request-headers': 'a,b' }));

    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': inspector,
      'access-control-allow-methods': 'GET, POST, DELETE',
      'access-control-allow-headers': 'a,b',
      'access-control-expose-headers': 'Mcp-Session-Id, WWW-Authenticate',
      vary: 'Origin',
      'content-length': '0',
    });
    expect(response.headers.has('access-control-allow-credentials')).toBe(false);
    expect(gateway.backend.received).toEqual([]);
  });

  it('costs nothing of the rate limit', async () => {
    const { menu } = await start({
      definition: aGateway({ limits: { calls: 1, renewalPeriodSeconds: 60, backendTimeoutSeconds: 5 } }),
    });
    await fetch(menu, preflightOf(inspector));
    await fetch(menu, preflightOf(inspector));

    const response = await fetch(menu, { headers: withKey });

    expect(response.status).toBe(200);
  });

  it.each([
    ['', 200],
    ['terminate-unmatched-request="true"', 200],
    ['terminate-unmatched-request="false"', 200],
  ])('from an origin that is not listed hears nothing (%s)', async (attributes, status) => {
    const { menu } = await start({ policies: cors(attributes, origins(inspector)) });

    const response = await fetch(menu, preflightOf('http://localhost:9999'));

    expect(response.status).toBe(status);
    expect(response.headers.has('access-control-allow-origin')).toBe(false);
    expect(await response.text()).toBe('');
  });

  it('is an ordinary request where no policy speaks of CORS', async () => {
    const { menu } = await start({ policies: {} });

    const response = await fetch(menu, preflightOf(inspector));

    expect(response.status).toBe(401);
  });

  it('without the header that makes it one is an ordinary request', async () => {
    const { menu } = await start();

    const response = await fetch(menu, { method: 'OPTIONS', headers: { origin: inspector } });

    expect(response.status).toBe(401);
  });

  it('hears of credentials, age, headers and the default methods', async () => {
    const children = `${origins(inspector)}<allowed-methods preflight-result-max-age="300" /><allowed-headers><header>x-a</header><header>x-b</header></allowed-headers>`;
    const { menu } = await start({ policies: cors('allow-credentials="true"', children) });

    const { headers } = await fetch(menu, preflightOf(inspector, { 'access-control-request-headers': 'x-c' }));

    expect(Object.fromEntries(headers)).toMatchObject({
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'x-a, x-b',
      'access-control-max-age': '300',
    });
  });

  it('of an origin let in with --allow-origin is answered as if the policy listed it', async () => {
    const { menu } = await start({ allowOrigins: ['https://inspector.example'] });

    const { headers } = await fetch(menu, preflightOf('https://inspector.example'));

    expect(headers.get('access-control-allow-origin')).toBe('https://inspector.example');
  });
});

describe('a browser’s request', () => {
  const start = useGateways();

  it.each(['GET', 'POST'])('may be read by a listed origin (%s)', async (method) => {
    const { menu } = await start();

    const { status, headers } = await fetch(menu, { method, headers: { ...withKey, origin: inspector } });

    expect(status).toBe(200);
    expect(headers.get('access-control-allow-origin')).toBe(inspector);
    expect(headers.get('access-control-expose-headers')).toBe('Mcp-Session-Id, WWW-Authenticate');
  });

  it('may be read by any origin where all are listed', async () => {
    const { menu } = await start({ policies: cors('', origins('*')) });

    const { headers } = await fetch(menu, { headers: { ...withKey, origin: 'http://localhost:9999' } });

    expect(headers.get('access-control-allow-origin')).toBe('http://localhost:9999');
  });

  it.each([
    ['GET', '', 0],
    ['HEAD', '', 0],
    ['POST', '', 1],
    ['GET', 'terminate-unmatched-request="false"', 1],
  ])('of another origin: a %s with %j reaches the backend %i times', async (method, attributes, times) => {
    const { backend, menu } = await start({ policies: cors(attributes, origins(inspector)) });

    const response = await fetch(menu, { method, headers: { ...withKey, origin: 'http://localhost:9999' } });

    expect(response.status).toBe(200);
    expect(response.headers.has('access-control-allow-origin')).toBe(false);
    expect(backend.received).toHaveLength(times);
  });

  it('keeps one Access-Control-Allow-Origin when the backend has its own', async () => {
    const { backend, menu } = await start();
    backend.answerJson(200, {}, { 'Access-Control-Allow-Origin': '*' });

    const { headers } = await fetch(menu, { headers: { ...withKey, origin: inspector } });

    expect(headers.get('access-control-allow-origin')).toBe(inspector);
  });

  it('may read a refusal by a later policy', async () => {
    const policies = {
      'passthroughServer.xml': aPolicy({ inbound: '<rate-limit calls="1" renewal-period="60" />' }),
      ...cors('', origins(inspector)),
    };
    const { menu } = await start({ policies });
    const ask = () => fetch(menu, { headers: { ...withKey, origin: inspector } });
    await ask();

    const { status, headers } = await ask();

    expect(status).toBe(429);
    expect(headers.get('access-control-allow-origin')).toBe(inspector);
  });
});
