import { Problem } from '../../../functions/orders/problem';
import { maxBodyBytes, readCreateOrderRequest } from '../../../functions/orders/request';
import { aLine, anOrder } from '../../support/orders';

const json = { 'Content-Type': 'application/json' };

function read(body: RequestInit['body'], headers: Record<string, string> = json) {
  const request = new Request('http://localhost/api/orders', { method: 'POST', body, headers, duplex: 'half' });
  return readCreateOrderRequest(request);
}

async function problemOf(reading: Promise<unknown>): Promise<Problem> {
  const failure: unknown = await reading.catch((error: unknown) => error);
  if (failure instanceof Problem) return failure;
  throw new Error(`no problem: ${JSON.stringify(failure)}`, { cause: failure });
}

it('reads an order', async () => {
  const order = anOrder({ note: 'ねぎ抜き🍜', pickupTime: '2026-02-04T13:30:00+09:00', idempotencyKey: 'k' });

  expect(await read(JSON.stringify(order))).toEqual(order);
});

it.each([
  'application/json',
  'Application/JSON',
  'application/json; charset=utf-8',
  'application/json;charset="UTF-8"',
])('reads an order sent as %s', async (contentType) => {
  expect(await read(JSON.stringify(anOrder()), { 'Content-Type': contentType })).toEqual(anOrder());
});

it.each(['text/plain', 'text/json', 'application/jsonp', 'application/merge-patch+json', 'multipart/form-data', ';'])(
  'refuses an order sent as %s',
  async (contentType) => {
    const problem = await problemOf(read(JSON.stringify(anOrder()), { 'Content-Type': contentType }));

    expect(problem.code).toBe('unsupported-media-type');
    expect(problem.message).toContain(`not "${contentType}"`);
  },
);

it('refuses an order of no declared type', async () => {
  const problem = await problemOf(read(Buffer.from(JSON.stringify(anOrder())), {}));

  expect(problem.code).toBe('unsupported-media-type');
  expect(problem.message).toContain('this request has none');
});

it('ignores a byte order mark', async () => {
  expect(await read(`\ufeff${JSON.stringify(anOrder())}`)).toEqual(anOrder());
});

it('takes the last of two members with the same name', async () => {
  const body = JSON.stringify(anOrder()).replace('{', '{"menuVersion":"v0",');

  expect(await read(body)).toEqual(anOrder());
});

it.each<[string, RequestInit['body']]>([
  ['nothing', null],
  ['an empty text', ''],
  ['half an object', '{"menuVersion":'],
  ['a sentence', 'One shoyu ramen, please'],
  ['single quotes', "{'menuVersion':'v1'}"],
  ['UTF-8 that breaks off', Buffer.from('{"note":"\xe3\x81"}', 'latin1')],
  ['UTF-16', Buffer.from(JSON.stringify({}), 'utf16le')],
  ['NaN', '{"menuVersion":"v1","items":[{"menuItemId":"ramen-shoyu","quantity":NaN}]}'],
  ['brackets without end', '['.repeat(60_000)],
])('refuses %s as JSON', async (_, body) => {
  const problem = await problemOf(read(body));

  expect(problem).toMatchObject({ code: 'malformed-json', pointer: '' });
});

it('reads a body of exactly the largest size', async () => {
  const order = JSON.stringify(anOrder());

  expect(await read(order.padEnd(maxBodyBytes))).toEqual(anOrder());
});

it('refuses a body one byte larger', async () => {
  const problem = await problemOf(read(JSON.stringify(anOrder()).padEnd(maxBodyBytes + 1)));

  expect(problem.code).toBe('body-too-large');
});

it('counts bytes, not characters', async () => {
  const problem = await problemOf(read(JSON.stringify({ ...anOrder(), note: '麺'.repeat(maxBodyBytes / 3) })));

  expect(problem.code).toBe('body-too-large');
});

it('stops reading an endless body', async () => {
  let stopped = false;
  const endless = new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(1024)),
    cancel: () => void (stopped = true),
  });

  const problem = await problemOf(read(endless));

  expect(problem.code).toBe('body-too-large');
  expect(stopped).toBe(true);
});

it.each<[string, unknown, string, string]>([
  ['a list', [], '', 'The body must be object.'],
  ['a text', 'ramen', '', 'The body must be object.'],
  ['null', null, '', 'The body must be object.'],
  ['no menu version', { items: [aLine()] }, '/menuVersion', '/menuVersion is missing.'],
  ['no items', { menuVersion: 'v1' }, '/items', '/items is missing.'],
  ['an empty list of items', anOrder({ items: [] }), '/items', '/items must NOT have fewer than 1 items.'],
  ['an item as text', { menuVersion: 'v1', items: ['ramen-shoyu'] }, '/items/0', '/items/0 must be object.'],
  [
    'a quantity of 0',
    anOrder({ items: [aLine({ quantity: 0 })] }),
    '/items/0/quantity',
    '/items/0/quantity must be >= 1.',
  ],
  ['a negative quantity', anOrder({ items: [aLine(), aLine({ quantity: -1 })] }), '/items/1/quantity', 'must be >= 1.'],
  ['half a bowl', anOrder({ items: [aLine({ quantity: 0.5 })] }), '/items/0/quantity', 'must be integer.'],
  [
    'a quantity as text',
    { menuVersion: 'v1', items: [{ ...aLine(), quantity: '1' }] },
    '/items/0/quantity',
    'must be integer.',
  ],
  ['no quantity', { menuVersion: 'v1', items: [{ menuItemId: 'ramen-shoyu' }] }, '/items/0/quantity', 'is missing.'],
  ['a member nobody knows', { ...anOrder(), table: 7 }, '/table', '/table is not a member that this object has.'],
  ['a member with signs', { ...anOrder(), 'a/b~c': 7 }, '/a~1b~0c', '/a~1b~0c is not a member'],
  [
    'a prototype',
    JSON.parse('{"__proto__":{},"menuVersion":"v1","items":[]}'),
    '/__proto__',
    '/__proto__ is not a member',
  ],
  ['a long note', anOrder({ note: 'x'.repeat(501) }), '/note', '/note must NOT have more than 500 characters.'],
  ['null for a note', { ...anOrder(), note: null }, '/note', '/note must be string.'],
  ['a long key', anOrder({ idempotencyKey: 'x'.repeat(256) }), '/idempotencyKey', 'more than 255 characters.'],
  ['an empty key', anOrder({ idempotencyKey: '' }), '/idempotencyKey', 'fewer than 1 characters.'],
])('refuses %s and points at it', async (...[, body, pointer, sentence]) => {
  const problem = await problemOf(read(JSON.stringify(body)));

  expect(problem).toMatchObject({ code: 'invalid-request', pointer });
  expect(problem.message).toContain(sentence);
});

it.each([
  '2026-02-04',
  '13:30',
  'tomorrow',
  '',
  '2026-02-04T13:30:00',
  '2026-02-30T13:30:00+09:00',
  '2026-13-01T00:00:00Z',
  '2026-02-04 13:30:00+09:00',
  '2026-02-04T13:30:00+0900',
  '2026-02-04T13:30:00+09',
  '2026-02-04T25:30:00+09:00',
  '2026-06-30T23:59:60Z',
  '+012026-02-04T13:30:00Z',
  '2026-02-04T13:30:00+99:99',
  ' 2026-02-04T13:30:00Z',
])('refuses the pickup time %j', async (pickupTime) => {
  const problem = await problemOf(read(JSON.stringify(anOrder({ pickupTime }))));

  expect(problem).toMatchObject({ code: 'invalid-request', pointer: '/pickupTime' });
  expect(problem.message).toContain('such as 2026-02-04T13:30:00+09:00');
});

it.each([
  '2026-02-04T13:30:00+09:00',
  '2026-02-04T04:30:00Z',
  '2026-02-04t04:30:00z',
  '2026-02-04T04:30:00.123456789Z',
  '2024-02-29T00:00:00-00:00',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59-23:59',
])('takes the pickup time %j', async (pickupTime) => {
  expect(await read(JSON.stringify(anOrder({ pickupTime })))).toEqual(anOrder({ pickupTime }));
});

it('names every mistake at once', async () => {
  const problem = await problemOf(read('{"items":[{"menuItemId":1,"quantity":0}],"tip":5}'));

  expect(problem.message).toBe(
    '/menuVersion is missing. /tip is not a member that this object has. /items/0/menuItemId must be string. ' +
      '/items/0/quantity must be >= 1.',
  );
});

it('stops listing mistakes when there are too many to read', async () => {
  const problem = await problemOf(read(JSON.stringify({ menuVersion: 'v1', items: Array(1000).fill(7) })));

  expect(problem.message.length).toBeLessThan(200);
});

it.each([
  ['alone', anOrder()],
  ['instead of the key in the body', anOrder({ idempotencyKey: 'body' })],
  ['instead of an unusable key in the body', { ...anOrder(), idempotencyKey: 7 }],
])('takes the key of the header %s', async (_, body) => {
  const request = await read(JSON.stringify(body), { ...json, 'Idempotency-Key': 'header' });

  expect(request).toEqual(anOrder({ idempotencyKey: 'header' }));
});

it.each(['', 'x'.repeat(256)])('refuses the header key %j', async (key) => {
  const problem = await problemOf(read(JSON.stringify(anOrder()), { ...json, 'Idempotency-Key': key }));

  expect(problem).toMatchObject({ code: 'invalid-request', pointer: '/idempotencyKey' });
});

it.each(['[]', 'null', '7'])('does not take the header key for a member of %s', async (body) => {
  const problem = await problemOf(read(body, { ...json, 'Idempotency-Key': 'header' }));

  expect(problem.message).toBe('The body must be object.');
});
