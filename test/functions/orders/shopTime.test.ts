import { pickupWarnings, toShopTime } from '../../../functions/orders/shopTime';

const morning = new Date('2026-02-04T00:00:00Z');
const outside = 'is outside the open hours 11:00-21:00 (Asia/Tokyo).';

it.each([
  ['2026-02-04T04:00:00.000Z', '2026-02-04T13:00:00+09:00'],
  ['2026-02-03T15:00:00.000Z', '2026-02-04T00:00:00+09:00'],
  ['2026-12-31T14:59:59.999Z', '2026-12-31T23:59:59+09:00'],
  // The offset is the time zone's, not a constant: Japan had daylight saving in 1948.
  ['1948-07-01T00:00:00.000Z', '1948-07-01T10:00:00+10:00'],
])('shows %s as %s on the shop clock', (instant, shown) => {
  expect(toShopTime(new Date(instant))).toBe(shown);
});

it.each([
  ['the opening minute', '2026-02-04T11:00:00+09:00'],
  ['the middle of the day', '2026-02-04T13:30:00+09:00'],
  ['the last second before closing', '2026-02-04T20:59:59.999+09:00'],
  ['the opening minute, told from London', '2026-02-04T02:00:00Z'],
  ['the opening minute, told from New York', '2026-02-03T21:00:00-05:00'],
  ['the opening minute, in small letters', '2026-02-04t02:00:00z'],
])('has nothing to say about a pickup at %s', (_, pickupTime) => {
  expect(pickupWarnings(pickupTime, morning)).toEqual([]);
});

it.each([
  ['the last second before opening', '2026-02-04T10:59:59.999+09:00'],
  ['closing time', '2026-02-04T21:00:00+09:00'],
  ['midnight', '2026-02-05T00:00:00+09:00'],
  ['noon in London', '2026-02-04T12:00:00Z'],
  ['noon in the year 9999, which is night at the shop', '9999-12-31T12:00:00Z'],
])('warns about a pickup at %s', (_, pickupTime) => {
  expect(pickupWarnings(pickupTime, morning)).toEqual([`pickupTime ${pickupTime} ${outside}`]);
});

it.each([
  ['2026-02-04T12:00:00+09:00', 0],
  ['2026-02-04T11:59:59+09:00', 1],
])('at noon it finds %s past %d times', (pickupTime, count) => {
  const warnings = pickupWarnings(pickupTime, new Date('2026-02-04T12:00:00+09:00'));

  expect(warnings).toEqual(Array(count).fill(`pickupTime ${pickupTime} is in the past.`));
});

it('says both when a pickup is in the past and at night', () => {
  const warnings = pickupWarnings('0000-01-01T00:00:00+09:00', morning);

  expect(warnings).toEqual([
    'pickupTime 0000-01-01T00:00:00+09:00 is in the past.',
    `pickupTime 0000-01-01T00:00:00+09:00 ${outside}`,
  ]);
});
