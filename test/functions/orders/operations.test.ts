import { randomUUID } from 'node:crypto';
import document from '../../../functions/orders/openapi.json';
import { orderIdOf } from '../../../functions/orders/orderId';
import type { ProblemCode } from '../../../functions/orders/problem';
import { openStore, type OrderStore } from '../../../functions/orders/store';
import { startTables, type Tables } from '../../../local/tables';
import { menu } from '../../../menu';
import { aLine, anOrder, ordersPath, price, priced, soldOut, unknownOrderId, type Problem } from '../../support/orders';
import { ordersApp, type Answer, type OrdersApp } from './app';

let tables: Tables;
let store: OrderStore;
let app: OrdersApp;

beforeAll(async () => {
  tables = await startTables();
});

afterAll(() => tables.stop());

beforeEach(() => {
  store = anotherStore();
  app = ordersApp(store);
});

/** A store as another instance of the app would open it. */
function anotherStore(): OrderStore {
  return openStore({ table: 'orders', storage: { connectionString: tables.connectionString } });
}

describe('createOrder', () => {
  it('confirms an order and says where it is', async () => {
    const { status, headers, body } = await app.create(anOrder());

    expect(status).toBe(201);
    expect(body).toMatchObject({
      status: 'confirmed',
      total: price('ramen-shoyu'),
      createdAt: '2026-02-04T13:00:00+09:00',
    });
    expect(headers.get('Location')).toBe(`${ordersPath.app}/${String(body.orderId)}`);
    expect(headers.get('Idempotency-Replayed')).toBeNull();
  });

  it('makes two orders of two calls without a key', async () => {
    const [first, second] = await Promise.all([app.create(anOrder()), app.create(anOrder())]);

    expect(first.body.orderId).not.toBe(second.body.orderId);
  });

  it('takes an order for a pickup at night and warns', async () => {
    const { status, body } = await app.create(anOrder({ pickupTime: '2026-02-04T22:00:00+09:00' }));

    expect(status).toBe(201);
    expect(body.validationWarnings).toEqual([expect.stringContaining('outside the open hours 11:00-21:00')]);
  });

  it('takes an order for a pickup in the past and warns', async () => {
    const { status, body } = await app.create(anOrder({ pickupTime: '2026-02-04T12:59:59+09:00' }));

    expect(status).toBe(201);
    expect(body.validationWarnings).toEqual([expect.stringContaining('is in the past')]);
  });

  it('logs one line without the words of the guest', async () => {
    const { body } = await app.create(anOrder({ note: '田中太郎', idempotencyKey: randomUUID() }));

    expect(app.log).toEqual([`order placed: ${String(body.orderId)}, 1 lines, ${price('ramen-shoyu')} JPY`]);
  });
});

describe('getOrder', () => {
  it('reads an order that another instance took', async () => {
    const items = [aLine({ quantity: 2 }), aLine({ menuItemId: 'side-gyoza' })];
    const { body } = await app.create(anOrder({ items }));

    const read = await ordersApp(anotherStore()).get(String(body.orderId));

    expect(read.status).toBe(200);
    expect(read.body).toEqual({
      orderId: body.orderId,
      status: 'confirmed',
      items: items.map(priced),
      total: 2 * price('ramen-shoyu') + price('side-gyoza'),
      currency: 'JPY',
      createdAt: body.createdAt,
    });
  });

  it.each([
    unknownOrderId,
    'ord_',
    ' ',
    '..',
    '../menu',
    'a/b',
    'a\\b',
    'a#b',
    'a?b',
    '\0',
    '\u007f',
    "'",
    'x'.repeat(5000),
    '注文',
  ])('knows no order %j', async (orderId) => {
    const { status, body } = await app.get(orderId);

    expect(status).toBe(404);
    expect(body.code).toBe('order-not-found');
  });
});

describe('a repeated key', () => {
  it.each([
    ['header', (key: string): [object, Record<string, string>] => [anOrder(), { 'Idempotency-Key': key }]],
    ['body', (key: string): [object, Record<string, string>] => [anOrder({ idempotencyKey: key }), {}]],
  ])('in the %s gives the first answer again, to the byte', async (_, callWith) => {
    const call = callWith(randomUUID());
    const first = await app.create(...call);

    const second = await ordersApp(anotherStore(), new Date('2027-01-01T00:00:00Z')).create(...call);

    expect(second.status).toBe(201);
    expect(second.text).toBe(first.text);
    expect(second.headers.get('Location')).toBe(first.headers.get('Location'));
    expect(second.headers.get('Idempotency-Replayed')).toBe('true');
  });

  it('means the same in the header and in the body', async () => {
    const key = randomUUID();
    const first = await app.create(anOrder({ idempotencyKey: key }));

    const second = await app.create(anOrder(), { 'Idempotency-Key': key });

    expect(second.text).toBe(first.text);
  });

  it('in the header wins over the one in the body', async () => {
    const key = randomUUID();
    const first = await app.create(anOrder({ idempotencyKey: randomUUID() }), { 'Idempotency-Key': key });

    const second = await app.create(anOrder({ idempotencyKey: randomUUID() }), { 'Idempotency-Key': key });

    expect(second.text).toBe(first.text);
  });

  it('knows the same content in whatever order its members come', async () => {
    const idempotencyKey = randomUUID();
    await app.create({ ...anOrder(), note: 'a', idempotencyKey });

    const line = { quantity: 1.0, menuItemId: 'ramen-shoyu' };
    const second = await app.create({ note: 'a', idempotencyKey, items: [line], menuVersion: menu.menuVersion });

    expect(second.headers.get('Idempotency-Replayed')).toBe('true');
  });

  it.each([
    ['another quantity', { items: [aLine({ quantity: 2 })] }],
    ['another dish', { items: [aLine({ menuItemId: 'ramen-miso' })] }],
    ['one more line', { items: [aLine(), aLine()] }],
    ['another note', { note: 'b' }],
    ['another pickup time', { pickupTime: '2026-02-04T14:00:00+09:00' }],
    ['an item that is sold out', { items: [aLine({ menuItemId: soldOut })] }],
  ])('with %s is refused', async (_, change) => {
    const idempotencyKey = randomUUID();
    const first = await app.create(anOrder({ idempotencyKey }));

    const { status, body } = await app.create(anOrder({ ...change, idempotencyKey }));

    expect(status).toBe(422);
    expect(body.code).toBe('idempotency-key-reused');
    expect((await app.get(String(first.body.orderId))).body.total).toBe(price('ramen-shoyu'));
  });

  it('is still free after an order that was refused', async () => {
    const idempotencyKey = randomUUID();
    await app.create(anOrder({ items: [aLine({ menuItemId: soldOut })], idempotencyKey }));

    const { status, headers } = await app.create(anOrder({ idempotencyKey }));

    expect(status).toBe(201);
    expect(headers.get('Idempotency-Replayed')).toBeNull();
  });

  // Stored as the app did when the menu was v0 and the dish was there.
  it('gives the first answer again after the menu has changed and the dish is sold out', async () => {
    const idempotencyKey = randomUUID();
    const content = { menuVersion: 'v0', items: [aLine({ menuItemId: soldOut })] };
    const { text, body } = await app.create(anOrder());
    const orderId = orderIdOf(idempotencyKey);
    const confirmation = text.replace(String(body.orderId), orderId);
    const order = (await app.get(String(body.orderId))).text;
    const signal = AbortSignal.timeout(5000);
    await store.insert({ orderId, content: JSON.stringify(content), order, confirmation }, signal);

    const replay = await app.create({ ...content, idempotencyKey });

    expect(replay.text).toBe(confirmation);
    expect(replay.headers.get('Idempotency-Replayed')).toBe('true');
  });

  it('places one order when twenty calls on two instances come at once', async () => {
    const order = anOrder({ idempotencyKey: randomUUID() });
    const instances = [app, ordersApp(anotherStore())];

    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => (instances[index % 2] ?? app).create(order)),
    );

    const first = answers.filter(({ headers }) => !headers.has('Idempotency-Replayed'));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
    expect(first).toHaveLength(1);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });

  it('lets one of twenty contents win when they come at once', async () => {
    const idempotencyKey = randomUUID();

    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => app.create(anOrder({ note: `${index}`, idempotencyKey }))),
    );

    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 422)).toHaveLength(19);
  });
});

describe('problems', () => {
  const broken: OrderStore = {
    find: () => Promise.reject(new Error('secret')),
    insert: () => Promise.reject(new Error('secret')),
  };
  const away = openStore({
    table: 'orders',
    storage: {
      connectionString:
        'AccountName=a;AccountKey=c2VjcmV0;TableEndpoint=http://127.0.0.1:1/a;DefaultEndpointsProtocol=http',
    },
  });
  const responses = Object.values(document.components.responses);
  const examples = Object.assign(
    {},
    ...responses.map(
      ({ content }) => 'application/problem+json' in content && content['application/problem+json'].examples,
    ),
  ) as Record<string, { value: Partial<Problem> }>;

  async function reuse(): Promise<Answer> {
    const idempotencyKey = randomUUID();
    await app.create(anOrder({ idempotencyKey }));
    return app.create(anOrder({ idempotencyKey, note: 'other' }));
  }

  const provocations: Record<ProblemCode, () => Promise<Answer>> = {
    'malformed-json': () => app.create(''),
    'invalid-request': () => app.create(anOrder({ items: [aLine({ quantity: 0 })] })),
    'unknown-item': () => app.create(anOrder({ items: [aLine({ menuItemId: 'ramen-curry' })] })),
    'too-many-items': () => app.create(anOrder({ items: [aLine({ quantity: 11 })] })),
    'gateway-required': () => ordersApp(broken, undefined, 'a'.repeat(32)).create(''),
    'order-not-found': () => app.get(unknownOrderId),
    'menu-version-mismatch': () => app.create(anOrder({ menuVersion: 'v0' })),
    'item-sold-out': () => app.create(anOrder({ items: [aLine({ menuItemId: soldOut })] })),
    'body-too-large': () => app.create(anOrder({ note: 'x'.repeat(65_536) })),
    'unsupported-media-type': () => app.create(anOrder(), { 'Content-Type': 'text/plain' }),
    'idempotency-key-reused': reuse,
    'internal-error': () => ordersApp(broken).create(anOrder()),
    'storage-unavailable': () => ordersApp(away).create(anOrder()),
  };

  it('are all provoked here', () => {
    expect(Object.keys(provocations)).toEqual(document.components.schemas.Problem.properties.code.enum);
  });

  it.each(Object.entries(provocations))('%s reaches the client as the contract shows it', async (code, provoke) => {
    const { body } = await provoke();

    const { instance, ...shown } = examples[code]?.value ?? {};
    expect(body).toEqual({ ...shown, ...(instance && { instance: expect.stringMatching(/^urn:uuid:/) as string }) });
  });

  it('keep the reason of an internal error to themselves', async () => {
    const { text } = await ordersApp(broken).create(anOrder());

    expect(text).not.toContain('secret');
  });
});
