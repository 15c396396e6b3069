import { useGateways, type GatewayUnderTest } from '../../support/gateway';
import { aBody, anOperation, aParameter, refTo } from '../../support/openapi';
import { thingsGateway, thingsGatewayOf } from '../../support/things';

const backendPath = thingsGateway.restApis.things.backend.path;

const everywhere = anOperation(
  {
    parameters: [
      aParameter('path', 'room', { required: true }),
      aParameter('path', 'id', { required: true }),
      aParameter('query', 'page'),
      aParameter('query', 'a b', { required: true }),
      aParameter('header', 'If-Match', { required: true }),
    ],
    requestBody: { required: true, content: { 'application/json': { schema: refTo('Thing') } } },
  },
  {
    path: '/rooms/{room}/things/{id}',
    method: 'put',
    schemas: {
      Thing: {
        type: 'object',
        required: ['name'],
        properties: { name: { type: 'string' }, parts: { type: 'array', items: refTo('Part') } },
      },
      Part: { type: 'object', required: ['size'], properties: { size: { type: 'integer', minimum: 1 } } },
    },
  },
);
const valid = { room: 'attic', id: '1', 'a b': 'c', 'If-Match': '"e"', Thing: { name: 'n' } };
const lookUp = anOperation(
  { parameters: [aParameter('path', 'id', { required: true })] },
  { path: '/things/{id}', method: 'get' },
);

describe('the arguments of a tool', () => {
  const start = useGateways();
  const startWith = (document: object): Promise<GatewayUnderTest> =>
    start({ definition: thingsGatewayOf(document, ['act']) });

  // Azure/MCP issue 38
  it('travel in path, query, header and body of one request', async () => {
    const { backend, callTool } = await startWith(everywhere);

    const result = await callTool('act', { ...valid, page: '2' });

    expect(result).toEqual({ text: '{}', isError: false });
    expect(backend.received).toMatchObject([
      {
        method: 'PUT',
        url: `${backendPath}/rooms/attic/things/1?page=2&a%20b=c`,
        headers: { 'if-match': '"e"', 'content-type': 'application/json', accept: 'application/json' },
        body: '{"name":"n"}',
      },
    ]);
  });

  it('leave out of the request what is optional and not given', async () => {
    const { backend, callTool } = await startWith(everywhere);

    await callTool('act', valid);

    expect(backend.received[0]?.url).toBe(`${backendPath}/rooms/attic/things/1?a%20b=c`);
  });

  it('make no body where the operation has none', async () => {
    const { backend, callTool } = await startWith(lookUp);

    await callTool('act', { id: '1' });

    expect(backend.received).toMatchObject([{ method: 'GET', body: '' }]);
    expect(backend.received[0]?.headers).not.toHaveProperty('content-type');
  });

  it.each([
    ['../../admin', '..%2F..%2Fadmin'],
    ['a/b', 'a%2Fb'],
    ['?x=1#y', '%3Fx%3D1%23y'],
    ['%2e%2e', '%252e%252e'],
    ['ラーメン', '%E3%83%A9%E3%83%BC%E3%83%A1%E3%83%B3'],
    ['a\r\nX-Evil: 1', 'a%0D%0AX-Evil%3A%201'],
    ['...', '...'],
  ])('stay one segment of the path: %j', async (id, segment) => {
    const { backend, callTool } = await startWith(lookUp);

    await callTool('act', { id });

    expect(backend.received).toMatchObject([{ url: `${backendPath}/things/${segment}` }]);
  });

  it.each(['', '.', '..'])('do not climb the path as %j', async (id) => {
    const { backend, callTool } = await startWith(lookUp);

    const result = await callTool('act', { id });

    expect(result).toMatchObject({ isError: true, text: `"id" must not be "${id}".` });
    expect(backend.received).toEqual([]);
  });

  it('cannot be half a character', async () => {
    const { backend, callTool } = await startWith(lookUp);

    const result = await callTool('act', { id: '\ud800' });

    expect(result).toEqual({ isError: true, text: '"id" is not valid Unicode.' });
    expect(backend.received).toEqual([]);
  });

  it.each([
    [7, '7'],
    [0.5, '0.5'],
    [true, 'true'],
  ])('may be the number or boolean %j where text is asked for', async (id, segment) => {
    const { backend, callTool } = await startWith(lookUp);

    await callTool('act', { id });

    expect(backend.received).toMatchObject([{ url: `${backendPath}/things/${segment}` }]);
  });

  // Microsoft Q&A 5896884
  it('keep a body of one property an object', async () => {
    const { backend, callTool } = await startWith(
      aBody(refTo('Note'), { Note: { type: 'object', properties: { text: { type: 'string' } } } }),
    );

    await callTool('act', { Note: { text: 'hello' } });

    expect(backend.received[0]?.body).toBe('{"text":"hello"}');
  });

  it.each([
    ['an object', { anything: { goes: [1, null] } }],
    ['an empty object', {}],
  ])('put no wrapper around a free-form body that is %s', async (_title, body) => {
    const { backend, callTool } = await startWith(aBody(refTo('Free'), { Free: { type: 'object' } }));

    await callTool('act', { Free: body });

    expect(JSON.parse(backend.received[0]?.body ?? '')).toEqual(body);
  });

  it.each([
    ['a list', { type: 'array', items: { type: 'integer' } }, [1, 2]],
    ['a text', { type: 'string' }, 'plain'],
    ['null', { type: 'string', nullable: true }, null],
    ['anything', {}, 0],
  ])('may be a body that is %s', async (_title, schema, body) => {
    const { backend, callTool } = await startWith(aBody(schema));

    await callTool('act', { 'request-Act': body });

    expect(JSON.parse(backend.received[0]?.body ?? '')).toEqual(body);
  });

  // AI-Gateway issue 315
  it('do not take the last field as the body', async () => {
    const { backend, callTool } = await startWith(
      aBody(refTo('Thing'), { Thing: { type: 'object', properties: { name: {}, size: {} } } }),
    );

    const result = await callTool('act', { name: 'n', size: 3 });

    expect(result.isError).toBe(true);
    expect(result.text).toContain('The fields of the body belong inside "Thing".');
    expect(backend.received).toEqual([]);
  });

  it.each([
    ['a missing parameter', { ...valid, id: undefined }, `must have required property 'id'`],
    ['a missing body', { ...valid, Thing: undefined }, `must have required property 'Thing'`],
    ['a missing field', { ...valid, Thing: {} }, `"Thing" must have required property 'name'`],
    ['a field of the wrong type', { ...valid, Thing: { name: 1 } }, '"Thing/name" must be string'],
    [
      'a field deep inside',
      { ...valid, Thing: { name: 'n', parts: [{ size: 0 }] } },
      '"Thing/parts/0/size" must be >= 1',
    ],
    ['an unknown field', { ...valid, Thing: { name: 'n', colour: 'red' } }, '"Thing" must not have "colour"'],
    ['an unknown argument', { ...valid, colour: 'red' }, 'The arguments must not have "colour"'],
    ['an object as a parameter', { ...valid, id: {} }, '"id" must be string,number,boolean'],
    ['null as a parameter', { ...valid, id: null }, '"id" must be string,number,boolean'],
    ['no arguments', undefined, `must have required property 'room'`],
    ['arguments that are a list', [], 'The arguments must be object'],
    ['arguments that are null', null, 'The arguments must be object'],
    ['a header that would end early', { ...valid, 'If-Match': 'a\r\nX-Evil: 1' }, '"If-Match" travels in a header'],
  ])('are refused as a tool error, and not sent, for %s', async (_title, args, sentence) => {
    const { backend, rpc } = await startWith(everywhere);

    const { status, messages } = await rpc('tools/call', { name: 'act', arguments: args });

    expect(status).toBe(200);
    expect(messages).toMatchObject([
      { id: 1, result: { isError: true, content: [{ type: 'text', text: expect.stringContaining(sentence) }] } },
    ]);
    expect(backend.received).toEqual([]);
  });

  it('may be in error at several places, of which the first five are named', async () => {
    const { callTool } = await startWith(everywhere);

    const { text } = await callTool('act', { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 });

    expect(text.match(/must /g)).toHaveLength(5);
  });

  it('may lack where the operation needs none', async () => {
    const { backend, rpc } = await startWith(anOperation({}, { path: '/things', method: 'get' }));

    const { messages } = await rpc('tools/call', { name: 'act' });

    expect(messages).toMatchObject([{ result: { content: [{ type: 'text', text: '{}' }] } }]);
    expect(backend.received).toMatchObject([{ method: 'GET', url: `${backendPath}/things` }]);
  });
});
