import Ajv2020 from 'ajv/dist/2020';
import { findItem, menu, menuSchema } from '../menu';

const validate = new Ajv2020({ allErrors: true }).compile(menuSchema);

it('follows its schema', () => {
  validate(menu);

  expect(validate.errors).toBeNull();
});

it.each<[string, object]>([
  ['a price with a fraction', { items: [{ ...menu.items[0], basePrice: 900.5 }] }],
  ['a price of nothing', { items: [{ ...menu.items[0], basePrice: 0 }] }],
  ['a member nobody knows', { items: [{ ...menu.items[0], price: 900 }] }],
  ['an allergen outside the labelling law', { items: [{ ...menu.items[0], allergens: ['happiness'] }] }],
  [
    'an option with nothing to choose',
    { items: [{ ...menu.items[0], options: [{ id: 'a', name: 'a', choices: ['a'] }] }] },
  ],
  ['an opening hour that no clock shows', { constraints: { ...menu.constraints, openHours: '11:00-24:00' } }],
  ['no items', { items: [] }],
])('has a schema that refuses %s', (_, change) => {
  const accepted = validate({ ...menu, ...change });

  expect(accepted).toBe(false);
});

it('offers at least twelve items, each under an id of its own', () => {
  const ids = new Set(menu.items.map(({ id }) => id));

  expect(ids.size).toBe(menu.items.length);
  expect(ids.size).toBeGreaterThanOrEqual(12);
});

it('has exactly one item sold out', () => {
  const soldOut = menu.items.filter(({ available }) => !available);

  expect(soldOut).toHaveLength(1);
});

it('uses every category, and no other', () => {
  const used = new Set(menu.items.map(({ category }) => category));

  expect([...used].sort()).toEqual([...menu.categories].sort());
});

it('gives the options of an item ids of their own', () => {
  for (const { options } of menu.items) {
    expect(new Set(options.map(({ id }) => id)).size).toBe(options.length);
  }
});

it('states the largest order in its notes as in its constraints', () => {
  expect(menu.constraints.notes.join()).toContain(`${menu.constraints.maxItemsPerOrder}点まで`);
});

it('names a time zone that exists', () => {
  expect(() => new Intl.DateTimeFormat('en', { timeZone: menu.constraints.timeZone })).not.toThrow();
});

it('opens before it closes', () => {
  const [opening = '', closing = ''] = menu.constraints.openHours.split('-');

  expect(opening < closing).toBe(true);
});

it.each(menu.items)('finds $id by its id', (item) => {
  expect(findItem(item.id)).toBe(item);
});

// Orders state the version of the menu that they were made from: what it costs does not change under one version.
it('has the prices of its version', () => {
  const prices = Object.fromEntries(menu.items.map(({ id, basePrice }) => [id, basePrice]));

  expect({ [menu.menuVersion]: prices }).toMatchInlineSnapshot(`
    {
      "v1": {
        "drink-beer": 600,
        "drink-oolong": 250,
        "drink-ramune": 280,
        "ramen-miso": 980,
        "ramen-shio": 900,
        "ramen-shoyu": 900,
        "ramen-tantan": 1050,
        "ramen-tonkotsu": 1000,
        "ramen-tsukemen": 1100,
        "side-chahan": 480,
        "side-gyoza": 450,
        "side-karaage": 520,
        "side-rice": 180,
        "topping-ajitama": 150,
        "topping-chashu": 380,
        "topping-nori": 120,
      },
    }
  `);
});

it.each(['', 'ramen', 'RAMEN-SHOYU', '__proto__', 'constructor'])('finds no item called %j', (id) => {
  expect(findItem(id)).toBeUndefined();
});
