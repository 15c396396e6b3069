import fc from 'fast-check';

interface Schema {
  properties?: Readonly<Record<string, Schema>>;
}

/** A tool as a server lists it. */
export interface ListedTool {
  name: string;
  inputSchema: Schema;
}

/** Bodies made with tools that the server has: right often enough to get past the first check. */
type Bodies = (tools: readonly ListedTool[]) => fc.Arbitrary<string | Uint8Array<ArrayBuffer>>;

const methods = ['initialize', 'ping', 'tools/list', 'tools/call', 'notifications/initialized', 'prompts/list'];
const namesOfEveryObject = ['__proto__', 'constructor'];

const json = fc.jsonValue({ maxDepth: 4 });

function messages(tools: readonly ListedTool[]) {
  return fc.record(
    {
      jsonrpc: fc.oneof({ weight: 9, arbitrary: fc.constant('2.0') }, json),
      id: fc.oneof(fc.integer(), fc.string(), fc.constant(null), json),
      method: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...methods) }, fc.string(), json),
      params: fc.oneof({ weight: 2, arbitrary: toolCalls(tools) }, json),
      result: json,
      error: json,
    },
    { requiredKeys: [] },
  );
}

function toolCalls(tools: readonly ListedTool[]) {
  const names = [...tools.map(({ name }) => name), ...namesOfEveryObject];
  return fc.record(
    { name: fc.oneof(fc.constantFrom(...names), json), arguments: like(argumentsOf(tools)), _meta: json },
    { requiredKeys: [] },
  );
}

/** The arguments of all tools, as if they were those of one. */
function argumentsOf(tools: readonly ListedTool[]): Schema {
  const properties = tools.map(({ inputSchema }) => inputSchema.properties ?? {});
  return { properties: Object.assign({}, ...properties) as Schema['properties'] };
}

/** Any JSON, and objects with the properties of a schema, at whatever depth it has any. */
function like({ properties = {} }: Schema): fc.Arbitrary<unknown> {
  const names = Object.entries(properties);
  if (names.length === 0) return json;
  const model = Object.fromEntries(names.map(([name, schema]) => [name, like(schema)]));
  return fc.oneof(fc.record(model, { requiredKeys: [] }), json);
}

/** A call whose argument is this text, which need not be JSON that could be built. */
function callWithArgument(tools: readonly ListedTool[], text: string): string {
  const [params] = tools.flatMap(({ name, inputSchema }) =>
    Object.keys(inputSchema.properties ?? {}).map((argument) => ({ name, arguments: { [argument]: 'text' } })),
  );
  return JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }).replace('"text"', text);
}

/** Bodies that no well-behaved client sends, by kind. */
export const hostileBodies: Readonly<Record<string, Bodies>> = {
  'any JSON value': () => fc.json({ maxDepth: 6 }),
  'any bytes': () => fc.uint8Array({ maxLength: 512 }).map((bytes) => Uint8Array.from(bytes)),
  'any text': () => fc.string({ unit: 'binary', maxLength: 200 }),
  'a message with any part missing or wrong': (tools) => messages(tools).map((value) => JSON.stringify(value)),
  'a batch': (tools) => fc.array(messages(tools), { maxLength: 5 }).map((value) => JSON.stringify(value)),
  'a message cut short': (tools) =>
    messages(tools).chain((value) => {
      const text = JSON.stringify(value);
      return fc.nat({ max: text.length }).map((length) => text.slice(0, length));
    }),
  'deep nesting': () =>
    fc
      .tuple(fc.constantFrom('[', '{"a":', '{"params":{"arguments":'), fc.integer({ min: 1, max: 20_000 }))
      .map(([open, depth]) => open.repeat(depth)),
  'deep nesting that is closed': (tools) =>
    fc
      .integer({ min: 1, max: 20_000 })
      .map((depth) => callWithArgument(tools, `${'['.repeat(depth)}${']'.repeat(depth)}`)),
};
