import { randomUUID } from 'node:crypto';
import { rateLimited } from '../../../local/apiManagement/answer';
import { menu } from '../../../menu';
import { contractMistakes, declaredStatuses, operationIds, type OperationId } from '../../support/contract';
import {
  aLine,
  anOrder,
  ordersKey,
  ordersPath,
  priced,
  soldOut,
  tomorrowAt,
  unknownOrderId,
  type OrderConfirmation,
  type Problem,
} from '../../support/orders';
import { useStack } from '../../support/stack';

const { maxItemsPerOrder } = menu.constraints;
const line = (change: object) => anOrder({ items: [{ ...aLine(), ...change }] });

interface Answer {
  response: Response;
  body: unknown;
}

describe('the orders API through the gateway', () => {
  const stack = useStack({ key: true });
  const seen = new Map<OperationId, Set<number>>();

  /** Sends a request and holds the answer against the contract. */
  const send = async (operationId: OperationId, path: string, init: RequestInit = {}): Promise<Answer> => {
    const { outputs } = stack();
    const headers = new Headers(init.headers);
    if (!headers.has(ordersKey.header)) headers.set(ordersKey.header, outputs.ORDERS_API_KEY);
    const response = await fetch(`${outputs.APIM_GATEWAY_URL}${ordersPath.gateway}${path}`, { ...init, headers });
    const body: unknown = await response.json();
    seen.set(operationId, (seen.get(operationId) ?? new Set()).add(response.status));
    expect(contractMistakes(operationId, response, body)).toEqual([]);
    return { response, body };
  };
  const create = (order: unknown, headers: Record<string, string> = {}) =>
    send('createOrder', '', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof order === 'string' ? order : JSON.stringify(order),
    });
  const place = async (order: unknown = anOrder(), headers: Record<string, string> = {}) =>
    (await create(order, headers)).body as OrderConfirmation;

  it('creates an order and says where it can be read', async () => {
    const { response, body } = await create(anOrder());

    expect(response.status).toBe(201);
    const location = new URL(response.headers.get('location') ?? '', stack().outputs.APIM_GATEWAY_URL);
    expect(location.pathname).toBe(`${ordersPath.app}/${(body as OrderConfirmation).orderId}`);
  });

  it('reads an order where it was created', async () => {
    const { orderId, total } = await place();

    const { response, body } = await send('getOrder', `/${orderId}`);

    expect(response.status).toBe(200);
    expect(body).toMatchObject({ orderId, total, items: [priced(aLine())] });
  });

  it.each([
    ['a body that is not JSON', '{"menuVersion":', 400, 'malformed-json', ''],
    ['an empty body', '', 400, 'malformed-json', ''],
    ['null', 'null', 400, 'invalid-request', ''],
    ['a list', [anOrder()], 400, 'invalid-request', ''],
    ['an order without a menu version', { items: [aLine()] }, 400, 'invalid-request', '/menuVersion'],
    ['an order without dishes', anOrder({ items: [] }), 400, 'invalid-request', '/items'],
    ['a dish that is not on the menu', line({ menuItemId: 'ramen-curry' }), 400, 'unknown-item', '/items/0/menuItemId'],
    ['a quantity of zero', line({ quantity: 0 }), 400, 'invalid-request', '/items/0/quantity'],
    ['a negative quantity', line({ quantity: -2 }), 400, 'invalid-request', '/items/0/quantity'],
    ['half a dish', line({ quantity: 1.5 }), 400, 'invalid-request', '/items/0/quantity'],
    ['a quantity in words', line({ quantity: 'one' }), 400, 'invalid-request', '/items/0/quantity'],
    ['a field that does not exist', { ...anOrder(), table: 4 }, 400, 'invalid-request', '/table'],
    ['a pickup time that is no time', anOrder({ pickupTime: 'noon' }), 400, 'invalid-request', '/pickupTime'],
    ['too many dishes', line({ quantity: maxItemsPerOrder + 1 }), 400, 'too-many-items', '/items'],
    ['another version of the menu', anOrder({ menuVersion: 'v0' }), 409, 'menu-version-mismatch', '/menuVersion'],
    ['a dish that is sold out', line({ menuItemId: soldOut }), 409, 'item-sold-out', '/items/0/menuItemId'],
    ['a body over 64 KiB', anOrder({ note: 'x'.repeat(65_536) }), 413, 'body-too-large', undefined],
  ])('rejects %s', async (_title, order, status, code, pointer) => {
    const { response, body } = await create(order);

    expect(response.status).toBe(status);
    expect(body).toMatchObject({ status, code, ...(pointer === undefined ? {} : { pointer }) });
  });

  it.each([
    ['createOrder', '', 'POST'],
    ['getOrder', `/${unknownOrderId}`, 'GET'],
  ] as const)('declares what the gateway answers to %s without the key', async (operationId, path, method) => {
    const { response } = await send(operationId, path, { method, headers: { [ordersKey.header]: '' } });

    expect(response.status).toBe(401);
  });

  it.each(['text/plain', 'application/xml', 'application/jsonp'])('rejects a body declared as %s', async (type) => {
    const { response, body } = await create(anOrder(), { 'content-type': type });

    expect(response.status).toBe(415);
    expect((body as Problem).code).toBe('unsupported-media-type');
  });

  it('reads a body whose content type has parameters', async () => {
    const { response } = await create(anOrder(), { 'content-type': 'application/json; charset=utf-8' });

    expect(response.status).toBe(201);
  });

  it.each([unknownOrderId, 'invoice-1', '..%2forders', 'ord_%00'])('does not find %s', async (id) => {
    const { response, body } = await send('getOrder', `/${id}`);

    expect(response.status).toBe(404);
    expect((body as Problem).code).toBe('order-not-found');
  });

  it.each([
    ['outside the open hours', tomorrowAt('23:00')],
    ['in the past', '2020-02-04T13:30:00+09:00'],
  ])('warns of a pickup time %s', async (_title, pickupTime) => {
    const { validationWarnings } = await place(anOrder({ pickupTime }));

    expect(validationWarnings).toHaveLength(1);
  });

  it('replays an order whose key and content are repeated, and says so', async () => {
    const key = { 'Idempotency-Key': randomUUID() };
    const first = await create(anOrder(), key);

    const second = await create(anOrder(), key);

    expect(first.response.headers.get('idempotency-replayed')).toBeNull();
    expect(second.response.headers.get('idempotency-replayed')).toBe('true');
    expect(second.response.headers.get('location')).toBe(first.response.headers.get('location'));
    expect(second.body).toEqual(first.body);
  });

  it('takes the key in the body for the same as the one in the header', async () => {
    const idempotencyKey = randomUUID();
    const first = await place(anOrder(), { 'Idempotency-Key': idempotencyKey });

    const second = await place(anOrder({ idempotencyKey }));

    expect(second.orderId).toBe(first.orderId);
  });

  it('prefers the key in the header', async () => {
    const idempotencyKey = randomUUID();
    const first = await place(anOrder({ idempotencyKey }));

    const second = await place(anOrder({ idempotencyKey }), { 'Idempotency-Key': randomUUID() });

    expect(second.orderId).not.toBe(first.orderId);
  });

  it('refuses a key that belongs to other content', async () => {
    const key = { 'Idempotency-Key': randomUUID() };
    await create(anOrder(), key);

    const { response, body } = await create(line({ quantity: 2 }), key);

    expect(response.status).toBe(422);
    expect((body as Problem).code).toBe('idempotency-key-reused');
  });

  it.each(operationIds)('declares what the gateway answers to %s where it limits the API', (operationId) => {
    const { status, body } = rateLimited(30, 'Retry-After');
    const response = new Response(body, { status, headers: { 'Content-Type': 'application/json' } });

    expect(contractMistakes(operationId, response, JSON.parse(body))).toEqual([]);
  });

  it('has been asked for every answer it declares, except those of a fault and of a limit', () => {
    const faults = [429, 500, 503];

    const missing = operationIds.flatMap((operationId) =>
      declaredStatuses(operationId)
        .filter((status) => !faults.includes(status) && !seen.get(operationId)?.has(status))
        .map((status) => `${operationId} ${status}`),
    );

    expect(missing).toEqual([]);
  });
});
