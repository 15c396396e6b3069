import fc from 'fast-check';
import { openStore } from '../../../functions/orders/store';
import { startTables, type Tables } from '../../../local/tables';
import { menu } from '../../../menu';
import { ordersApp, type OrdersApp } from './app';

let tables: Tables;
let app: OrdersApp;

beforeAll(async () => {
  tables = await startTables();
  app = ordersApp(openStore({ table: 'orders', storage: { connectionString: tables.connectionString } }));
});

afterAll(() => tables.stop());

const anyText = fc.string({ unit: 'binary', maxLength: 40 });

/** Orders that are right in most of their members, and wrong in every way JSON allows in the others. */
const almostAnOrder = fc.record(
  {
    menuVersion: fc.oneof({ weight: 5, arbitrary: fc.constant('v1') }, fc.jsonValue()),
    items: fc.oneof(
      {
        weight: 5,
        arbitrary: fc.array(
          fc.record({
            menuItemId: fc.oneof(fc.constantFrom(...menu.items.map(({ id }) => id)), anyText, fc.jsonValue()),
            quantity: fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 1, max: 4 }) }, fc.double(), fc.jsonValue()),
          }),
          { maxLength: 4 },
        ),
      },
      fc.jsonValue(),
    ),
    note: fc.oneof(anyText, fc.jsonValue()),
    pickupTime: fc.oneof(
      fc
        .date({ min: new Date('0000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
        .map((date) => date.toISOString()),
      anyText,
    ),
    idempotencyKey: fc.oneof(anyText, fc.jsonValue()),
  },
  { requiredKeys: ['menuVersion', 'items'] },
);

it('answers every JSON text without a fault of its own', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(almostAnOrder, fc.jsonValue()), async (body) => {
      const { status } = await app.create(body);

      expect([201, 400, 409, 422]).toContain(status);
    }),
    { numRuns: 400 },
  );
});

it('answers every text without a fault of its own', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, async (body) => {
      const { status } = await app.create(body);

      expect(status).toBe(400);
    }),
  );
});

it('answers every order id without a fault of its own', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, async (orderId) => {
      const { status } = await app.get(orderId);

      expect(status).toBe(404);
    }),
  );
});

it('reads every order back with lines that add up to what was confirmed', async () => {
  const dish = fc.constantFrom(...menu.items.filter(({ available }) => available).map(({ id }) => id));
  const line = fc.record({ menuItemId: dish, quantity: fc.integer({ min: 1, max: 2 }) });
  const order = fc.record(
    { menuVersion: fc.constant('v1'), items: fc.array(line, { minLength: 1, maxLength: 5 }), note: anyText },
    { requiredKeys: ['menuVersion', 'items'] },
  );

  await fc.assert(
    fc.asyncProperty(order, async (content) => {
      const confirmed = await app.create(content);
      const { body } = await app.get(String(confirmed.body.orderId));

      const sum = (body.items ?? []).reduce((total, { lineTotal }) => total + lineTotal, 0);
      expect(body.items?.map(({ menuItemId, quantity }) => ({ menuItemId, quantity }))).toEqual(content.items);
      expect([body.total, confirmed.body.total]).toEqual([sum, sum]);
    }),
    { numRuns: 50 },
  );
});
