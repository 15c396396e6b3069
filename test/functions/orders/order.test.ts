import fc from 'fast-check';
import { confirmOrder, placeOrder, type OrderContent } from '../../../functions/orders/order';
import { Problem } from '../../../functions/orders/problem';
import { menu } from '../../../menu';
import { aLine, anOrder, price, priced, soldOut } from '../../support/orders';

const orderId = 'ord_pZ0cW5nTqk3vXo7LhR2d';
const now = new Date('2026-02-04T04:00:00Z');
const available = menu.items.filter((item) => item.available).map(({ id }) => id);

function place(change: Partial<OrderContent> = {}) {
  return placeOrder(anOrder(change), { orderId, now });
}

function problemOf(act: () => unknown): Problem {
  try {
    act();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

it('prices one bowl from the menu', () => {
  const order = place();

  expect(order).toEqual({
    orderId,
    status: 'confirmed',
    items: [priced(aLine())],
    total: price('ramen-shoyu'),
    currency: 'JPY',
    createdAt: '2026-02-04T13:00:00+09:00',
  });
});

it('multiplies each line by its quantity and adds the lines up', () => {
  const items = [aLine({ quantity: 2 }), aLine({ menuItemId: 'side-gyoza', quantity: 3 })];

  const order = place({ items });

  expect(order.items.map(({ lineTotal }) => lineTotal)).toEqual([2 * price('ramen-shoyu'), 3 * price('side-gyoza')]);
  expect(order.total).toBe(2 * price('ramen-shoyu') + 3 * price('side-gyoza'));
});

it('keeps two lines of one dish apart', () => {
  const order = place({ items: [aLine(), aLine({ quantity: 2 })] });

  expect(order.items).toEqual([priced(aLine()), priced(aLine({ quantity: 2 }))]);
});

it('takes as many items as the constraints allow', () => {
  const order = place({ items: [aLine({ quantity: menu.constraints.maxItemsPerOrder })] });

  expect(order.total).toBe(menu.constraints.maxItemsPerOrder * price('ramen-shoyu'));
});

it.each([
  ['one line', [aLine({ quantity: 11 })]],
  ['several lines', [aLine({ quantity: 6 }), aLine({ menuItemId: 'side-rice', quantity: 5 })]],
  ['lines of one dish', [aLine({ quantity: 10 }), aLine()]],
])('refuses more items than the constraints allow, in %s', (_, items) => {
  const problem = problemOf(() => place({ items }));

  expect(problem).toMatchObject({ code: 'too-many-items', pointer: '/items' });
  expect(problem.message).toContain('at most 10 items, counted by quantity; this one has 11');
});

it.each([Number.MAX_VALUE, Number.MAX_SAFE_INTEGER])('refuses the quantity %d', (quantity) => {
  const problem = problemOf(() => place({ items: [aLine({ quantity }), aLine({ quantity })] }));

  expect(problem.code).toBe('too-many-items');
});

it.each(['', 'calzone', 'RAMEN-SHOYU', '../menu', '__proto__', 'constructor'])('refuses the dish %j', (menuItemId) => {
  const problem = problemOf(() => place({ items: [aLine(), aLine({ menuItemId })] }));

  expect(problem).toMatchObject({ code: 'unknown-item', pointer: '/items/1/menuItemId' });
});

it('names every unknown dish and the dishes that can be ordered', () => {
  const items = ['calzone', 'ramen-shoyu', 'pizza'].map((menuItemId) => aLine({ menuItemId }));

  const problem = problemOf(() => place({ items }));

  expect(problem.message).toBe(
    '/items/0/menuItemId: "calzone" is not on the menu. /items/2/menuItemId: "pizza" is not on the menu. ' +
      `Available are: ${available.join(', ')}.`,
  );
});

it('refuses a dish that is sold out', () => {
  const problem = problemOf(() => place({ items: [aLine({ menuItemId: soldOut })] }));

  expect(problem).toMatchObject({ code: 'item-sold-out', pointer: '/items/0/menuItemId' });
  expect(problem.message).toContain(
    `/items/0/menuItemId: "${soldOut}" is sold out. Available are: ${available.join(', ')}.`,
  );
});

it('asks for the current menu before it looks at the dishes', () => {
  const problem = problemOf(() => place({ menuVersion: 'v0', items: [aLine({ menuItemId: 'calzone' })] }));

  expect(problem).toMatchObject({ code: 'menu-version-mismatch', pointer: '/menuVersion' });
  expect(problem.message).toContain(`The menu is at version "${menu.menuVersion}", not "v0".`);
});

it('confirms an order without a pickup time without a warning', () => {
  const confirmation = confirmOrder(place(), undefined, now);

  expect(confirmation).toEqual({
    orderId,
    status: 'confirmed',
    total: price('ramen-shoyu'),
    currency: 'JPY',
    createdAt: '2026-02-04T13:00:00+09:00',
    validationWarnings: [],
  });
});

it('confirms an order with a pickup time in the night with a warning', () => {
  const confirmation = confirmOrder(place(), '2026-02-05T03:00:00+09:00', now);

  expect(confirmation.validationWarnings).toEqual([
    'pickupTime 2026-02-05T03:00:00+09:00 is outside the open hours 11:00-21:00 (Asia/Tokyo).',
  ]);
});

it('charges the sum of price times quantity for every order that it takes', () => {
  const dish = fc.constantFrom(...available);
  const line = fc.record({ menuItemId: dish, quantity: fc.integer({ min: 1, max: 3 }) });
  const lines = fc
    .array(line, { minLength: 1, maxLength: 10 })
    .filter((items) => items.reduce((count, { quantity }) => count + quantity, 0) <= 10);

  fc.assert(
    fc.property(lines, (items) => {
      const order = place({ items });

      const due = items.map(({ menuItemId, quantity }) => price(menuItemId) * quantity);
      expect(order.items.map(({ lineTotal }) => lineTotal)).toEqual(due);
      expect(order.total).toBe(due.reduce((sum, amount) => sum + amount, 0));
    }),
  );
});
