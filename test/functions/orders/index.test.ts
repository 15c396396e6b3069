import host from '../../../functions/orders/host.json';
import document from '../../../functions/orders/openapi.json';
import { startTables, type Tables } from '../../../local/tables';
import { aLine, anOrder, ordersPath, priced } from '../../support/orders';
import { loadApp, type LoadedApp, type RpcTypedData } from '../core';

const settings = process.env;
let tables: Tables;
let app: LoadedApp;

function load(env: Record<string, string>): LoadedApp {
  process.env = { ...env };
  try {
    return loadApp(() => void jest.requireActual('../../../functions/orders'));
  } finally {
    process.env = settings;
  }
}

beforeAll(async () => {
  tables = await startTables();
  app = load({ ORDERS_TABLE: 'orders', ORDERS_STORAGE_CONNECTION_STRING: tables.connectionString });
});

afterAll(() => tables.stop());

interface HttpAnswer {
  statusCode: string;
  headers: Record<string, string>;
  body: { bytes: Uint8Array };
}

/** Sends a request in the form in which the host hands it to the library, and unpacks what the library sends back. */
async function send(
  operationId: string,
  http: RpcTypedData,
): Promise<{ status: number; headers: object; body: unknown }> {
  const returned = await app.invoke(operationId, { http });
  const { statusCode, headers, body } = returned.http as HttpAnswer;
  return { status: Number(statusCode), headers, body: JSON.parse(Buffer.from(body.bytes).toString()) };
}

function posted(body: string): RpcTypedData {
  const nullableHeaders = { 'content-type': { value: 'application/json' } };
  return {
    method: 'POST',
    url: `http://localhost${ordersPath.app}`,
    nullableHeaders,
    body: { bytes: Buffer.from(body) },
  };
}

it('registers the operations of the contract at their paths', () => {
  const triggers = app.functions.map(({ name, bindings }) => [
    name,
    Object.values(bindings).find(({ type }) => type === 'httpTrigger'),
  ]);

  const declared = Object.entries<Record<string, { operationId: string }>>(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { operationId }]) => [
      operationId,
      expect.objectContaining({
        route: path.slice(1),
        methods: [method.toUpperCase()],
        authLevel: 'anonymous',
      }) as object,
    ]),
  );
  expect(triggers).toEqual(declared);
});

it('serves them below the path that the contract names', () => {
  expect(document.servers).toEqual([{ url: `/${host.extensions.http.routePrefix}` }]);
});

it('takes and reads an order as the host passes them on', async () => {
  const created = await send('createOrder', posted(JSON.stringify(anOrder())));
  const { orderId } = created.body as { orderId: string };

  const read = await send('getOrder', {
    method: 'GET',
    url: `http://localhost${ordersPath.app}/${orderId}`,
    nullableParams: { orderId: { value: orderId } },
  });

  expect(created).toMatchObject({
    status: 201,
    headers: { location: `${ordersPath.app}/${orderId}`, 'content-type': 'application/json' },
  });
  expect(read).toMatchObject({ status: 200, body: { orderId, total: priced(aLine()).lineTotal } });
});

// The host passes a body on only when its Content-Length is above zero.
it('answers a call whose body the host did not pass on', async () => {
  const { body, ...bodiless } = posted('');

  const answer = await send('createOrder', bodiless);

  expect(body).toBeDefined();
  expect(answer).toMatchObject({
    status: 400,
    headers: { 'content-type': 'application/problem+json' },
    body: { code: 'malformed-json', detail: 'Send the order as a JSON object in UTF-8. The body is empty.' },
  });
});

it('does not start without its settings', () => {
  expect(() => load({})).toThrow('The orders app cannot start.');
});
