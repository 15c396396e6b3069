import { isOrderId, orderIdOf, randomOrderId } from '../../../functions/orders/orderId';

it('draws a new id each time, in the form that the contract promises', () => {
  const ids = new Set(Array.from({ length: 1000 }, randomOrderId));

  expect(ids.size).toBe(1000);
  expect([...ids].filter((id) => !isOrderId(id))).toEqual([]);
});

it('carries at least 80 random bits', () => {
  const random = randomOrderId().slice('ord_'.length);

  expect(Buffer.from(random, 'base64url').length * 8).toBeGreaterThanOrEqual(80);
});

it('derives the same id from the same key on every instance', () => {
  expect(orderIdOf('4d2f9f0e-6a0b-4a39-9d0c-0c8a1b6e7f55')).toBe(orderIdOf('4d2f9f0e-6a0b-4a39-9d0c-0c8a1b6e7f55'));
  expect(orderIdOf('fixed')).toMatchInlineSnapshot(`"ord_hC8Y_lCDv3K70HLjWPtg"`);
});

it.each([' ', 'a', 'A', 'a ', 'ä', 'a\u0308', '\ud800', '\udbff', '/\\#?', 'a'.repeat(255)])(
  'derives a valid id of its own from the key %j',
  (key) => {
    const others = ['b', 'B', '\ud801'].map(orderIdOf);

    expect(isOrderId(orderIdOf(key))).toBe(true);
    expect(others).not.toContain(orderIdOf(key));
  },
);

it.each([
  '',
  'ord_',
  'ord_AAAAAAAAAAAAAAAAAAA',
  'ord_AAAAAAAAAAAAAAAAAAAAA',
  'ORD_AAAAAAAAAAAAAAAAAAAA',
  'ord_AAAAAAAAAA/AAAAAAAAA',
  'ord_AAAAAAAAAAAAAAAAAAA\n',
  'ord_AAAAAAAAAAAAAAAAAAAA\n',
  "ord_'or'1'eq'1'AAAAAA",
])('takes %j for no order id', (text) => {
  expect(isOrderId(text)).toBe(false);
});
