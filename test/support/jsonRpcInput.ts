import fc from 'fast-check';

/** Values for the parts of a message that are right often enough to get past the first check. */
const methods = ['initialize', 'ping', 'tools/list', 'tools/call', 'notifications/initialized', 'prompts/list'];
const tools = ['createOrder', 'getOrder', 'get_list_menus', 'get_menu_details', '__proto__', 'constructor'];

const json = fc.jsonValue({ maxDepth: 4 });
const toolCall = fc.record(
  { name: fc.oneof(fc.constantFrom(...tools), json), arguments: fc.oneof(argumentsLike(), json), _meta: json },
  { requiredKeys: [] },
);
const message = fc.record(
  {
    jsonrpc: fc.oneof({ weight: 9, arbitrary: fc.constant('2.0') }, json),
    id: fc.oneof(fc.integer(), fc.string(), fc.constant(null), json),
    method: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...methods) }, fc.string(), json),
    params: fc.oneof({ weight: 2, arbitrary: toolCall }, json),
    result: json,
    error: json,
  },
  { requiredKeys: [] },
);

function argumentsLike(): fc.Arbitrary<object> {
  const order = fc.record({ menuVersion: json, items: json, note: json }, { requiredKeys: [] });
  return fc.record({ CreateOrderRequest: fc.oneof(order, json), orderId: json, itemId: json }, { requiredKeys: [] });
}

/** Bodies that no well-behaved client sends, by kind. */
export const hostileBodies: Readonly<Record<string, fc.Arbitrary<string | Uint8Array<ArrayBuffer>>>> = {
  'any JSON value': fc.json({ maxDepth: 6 }),
  'any bytes': fc.uint8Array({ maxLength: 512 }).map((bytes) => Uint8Array.from(bytes)),
  'any text': fc.string({ unit: 'binary', maxLength: 200 }),
  'a message with any part missing or wrong': message.map((value) => JSON.stringify(value)),
  'a batch': fc.array(message, { maxLength: 5 }).map((value) => JSON.stringify(value)),
  'a message cut short': message.chain((value) => {
    const text = JSON.stringify(value);
    return fc.nat({ max: text.length }).map((length) => text.slice(0, length));
  }),
  'deep nesting': fc
    .tuple(fc.constantFrom('[', '{"a":', '{"params":{"arguments":'), fc.integer({ min: 1, max: 20_000 }))
    .map(([open, depth]) => open.repeat(depth)),
  'deep nesting that is closed': fc.integer({ min: 1, max: 20_000 }).map((depth) => {
    const nested = `${'['.repeat(depth)}${']'.repeat(depth)}`;
    return `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"createOrder","arguments":{"CreateOrderRequest":${nested}}}}`;
  }),
};
