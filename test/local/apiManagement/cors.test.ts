import { useGateways, withKey } from '../../support/gateway';
import { aGlobalPolicy, aPolicy } from '../../support/policies';
import { thingsGateway } from '../../support/things';

/** One of the origins that the policy of the things gateway lists. */
const page = 'http://localhost:3000';
const preflightOf = (origin: string, headers: Record<string, string> = {}) => ({
  method: 'OPTIONS',
  headers: { origin, 'access-control-request-method': 'POST', ...headers },
});
const cors = (attributes: string, children: string) => ({
  global: aGlobalPolicy(`<cors ${attributes}>${children}</cors>`),
});
const list = (name: string, child: string, values: string[]) =>
  `<${name}>${values.map((value) => `<${child}>${value}</${child}>`).join('')}</${name}>`;
const allowed = (...values: string[]) => list('allowed-headers', 'header', values);
const origins = (...values: string[]) => list('allowed-origins', 'origin', values);

describe('a browser’s preflight', () => {
  const start = useGateways();

  it.each(['echo', 'things', 'api'] as const)('of %s needs no key and never reaches the backend', async (api) => {
    const gateway = await start();

    const response = await fetch(gateway[api], preflightOf(page, { 'access-control-request-headers': 'a,b' }));

    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': page,
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
    const { echo } = await start({
      definition: { ...thingsGateway, limits: { ...thingsGateway.limits, calls: 1 } },
    });
    await fetch(echo, preflightOf(page));
    await fetch(echo, preflightOf(page));

    const response = await fetch(echo, { headers: withKey });

    expect(response.status).toBe(200);
  });

  it.each([
    ['', 200],
    ['terminate-unmatched-request="true"', 200],
    ['terminate-unmatched-request="false"', 200],
  ])('from an origin that is not listed hears nothing (%s)', async (attributes, status) => {
    const { echo } = await start({ policies: cors(attributes, origins(page) + allowed('*')) });

    const response = await fetch(echo, preflightOf('http://localhost:9999'));

    expect(response.status).toBe(status);
    expect(response.headers.has('access-control-allow-origin')).toBe(false);
    expect(await response.text()).toBe('');
  });

  it('is an ordinary request where no policy speaks of CORS', async () => {
    const { echo } = await start({ policies: {} });

    const response = await fetch(echo, preflightOf(page));

    expect(response.status).toBe(401);
  });

  it('without the header that makes it one is an ordinary request', async () => {
    const { echo } = await start();

    const response = await fetch(echo, { method: 'OPTIONS', headers: { origin: page } });

    expect(response.status).toBe(401);
  });

  it('hears of credentials, age, headers and methods', async () => {
    const methods = '<allowed-methods preflight-result-max-age="300"><method>PUT</method></allowed-methods>';
    const children = origins(page) + methods + allowed('x-a', 'x-b');
    const { echo } = await start({ policies: cors('allow-credentials="true"', children) });

    const { headers } = await fetch(echo, preflightOf(page, { 'access-control-request-headers': 'x-c' }));

    expect(Object.fromEntries(headers)).toMatchObject({
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'PUT',
      'access-control-allow-headers': 'x-a, x-b',
      'access-control-max-age': '300',
    });
  });

  it('may call with GET and POST where no methods are listed', async () => {
    const { echo } = await start({ policies: cors('', origins(page) + allowed('*')) });

    const { headers } = await fetch(echo, preflightOf(page));

    expect(headers.get('access-control-allow-methods')).toBe('GET, POST');
  });

  it('of an origin let in with --allow-origin is answered as if the policy listed it', async () => {
    const { echo } = await start({ allowOrigins: ['https://page.example'] });

    const { headers } = await fetch(echo, preflightOf('https://page.example'));

    expect(headers.get('access-control-allow-origin')).toBe('https://page.example');
  });
});

describe('a browser’s request', () => {
  const start = useGateways();

  it.each(['GET', 'POST'])('may be read by a listed origin (%s)', async (method) => {
    const { echo } = await start();

    const { status, headers } = await fetch(echo, { method, headers: { ...withKey, origin: page } });

    expect(status).toBe(200);
    expect(headers.get('access-control-allow-origin')).toBe(page);
    expect(headers.get('access-control-expose-headers')).toBe('Mcp-Session-Id, WWW-Authenticate');
  });

  it('may be read by any origin where all are listed', async () => {
    const { echo } = await start({ policies: cors('', origins('*') + allowed('*')) });

    const { headers } = await fetch(echo, { headers: { ...withKey, origin: 'http://localhost:9999' } });

    expect(headers.get('access-control-allow-origin')).toBe('http://localhost:9999');
  });

  it.each([
    ['GET', '', 0],
    ['HEAD', '', 0],
    ['POST', '', 1],
    ['GET', 'terminate-unmatched-request="false"', 1],
  ])('of another origin: a %s with %j reaches the backend %i times', async (method, attributes, times) => {
    const { backend, echo } = await start({ policies: cors(attributes, origins(page) + allowed('*')) });

    const response = await fetch(echo, { method, headers: { ...withKey, origin: 'http://localhost:9999' } });

    expect(response.status).toBe(200);
    expect(response.headers.has('access-control-allow-origin')).toBe(false);
    expect(backend.received).toHaveLength(times);
  });

  it('keeps one Access-Control-Allow-Origin when the backend has its own', async () => {
    const { backend, echo } = await start();
    backend.answerJson(200, {}, { 'Access-Control-Allow-Origin': '*' });

    const { headers } = await fetch(echo, { headers: { ...withKey, origin: page } });

    expect(headers.get('access-control-allow-origin')).toBe(page);
  });

  it('may read a refusal by a later policy', async () => {
    const policies = {
      echo: aPolicy({ inbound: '<rate-limit calls="1" renewal-period="60" />' }),
      ...cors('', origins(page) + allowed('*')),
    };
    const { echo } = await start({ policies });
    const ask = () => fetch(echo, { headers: { ...withKey, origin: page } });
    await ask();

    const { status, headers } = await ask();

    expect(status).toBe(429);
    expect(headers.get('access-control-allow-origin')).toBe(page);
  });
});
