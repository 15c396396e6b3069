import { useGateways } from '../../support/gateway';
import { aBody, anOperation, aParameter, refTo } from '../../support/openapi';
import { thingsGatewayOf } from '../../support/things';

interface Tool {
  name: string;
  description: string;
  inputSchema: { properties: Record<string, unknown>; required: string[]; additionalProperties: boolean };
}

describe('a tool made of an operation', () => {
  const start = useGateways();
  const listTools = async (document: object, operationIds = ['act']) => {
    const { rpc } = await start({ definition: thingsGatewayOf(document, operationIds) });
    const { messages } = await rpc('tools/list');
    return (messages[0]?.result as { tools: Tool[] }).tools;
  };
  const refusal = (document: object) => start({ definition: thingsGatewayOf(document, ['act']) });

  it('has a name, the description of the definition, an input schema and nothing else', async () => {
    const [tool] = await listTools(aBody({ type: 'object' }));

    expect(tool).toEqual({ name: 'act', description: 'Does act.', inputSchema: expect.any(Object) });
  });

  it('takes path, query and required header parameters as strings, whatever the API declares', async () => {
    const parameters = [
      aParameter('path', 'id', { required: true, schema: { type: 'integer' } }),
      aParameter('query', 'limit', { schema: { type: 'integer' }, description: 'At most.' }),
      aParameter('query', 'deep', { required: true, schema: { type: 'boolean' } }),
      aParameter('header', 'If-Match', { required: true }),
    ];

    const [tool] = await listTools(anOperation({ parameters }, { path: '/things/{id}' }));

    expect(tool?.inputSchema).toEqual({
      type: 'object',
      properties: {
        id: { type: 'string' },
        limit: { type: 'string', description: 'At most.' },
        deep: { type: 'string' },
        'If-Match': { type: 'string' },
      },
      required: ['id', 'deep', 'If-Match'],
      additionalProperties: false,
    });
  });

  it.each([
    ['an optional header', aParameter('header', 'X-Trace')],
    ['an optional cookie', aParameter('cookie', 'session')],
    ['a header that OpenAPI describes elsewhere', aParameter('header', 'Authorization', { required: true })],
  ])('leaves out %s', async (_title, parameter) => {
    const [tool] = await listTools(anOperation({ parameters: [parameter] }));

    expect(tool?.inputSchema.properties).toEqual({});
  });

  it('shares the parameters of its path and overrides them by its own', async () => {
    const document = {
      openapi: '3.0.3',
      paths: {
        '/things/{id}': {
          parameters: [
            aParameter('path', 'id', { required: true, description: 'Of the path.' }),
            aParameter('query', 'page'),
          ],
          get: {
            operationId: 'act',
            parameters: [aParameter('path', 'id', { required: true, description: 'Of the operation.' })],
          },
        },
      },
    };

    const [tool] = await listTools(document);

    expect(tool?.inputSchema.properties).toEqual({
      page: { type: 'string' },
      id: { type: 'string', description: 'Of the operation.' },
    });
  });

  it('takes the JSON body as one argument named after its component schema', async () => {
    const [tool] = await listTools(aBody(refTo('NewThing'), { NewThing: { type: 'object', properties: { a: {} } } }));

    expect(tool?.inputSchema).toMatchObject({
      properties: { NewThing: { type: 'object', properties: { a: {} }, additionalProperties: false } },
      required: ['NewThing'],
    });
  });

  it('names the argument after the operation when the body’s schema has no name', async () => {
    const [tool] = await listTools(aBody({ type: 'object' }));

    expect(tool?.inputSchema.required).toEqual(['request-Act']);
  });

  it('does not ask for a body that is optional', async () => {
    const content = { 'application/json': { schema: { type: 'object' } } };

    const [tool] = await listTools(anOperation({ requestBody: { content } }));

    expect(tool?.inputSchema).toMatchObject({ properties: { 'request-Act': { type: 'object' } }, required: [] });
  });

  it('reads a body and parameters that stand behind references', async () => {
    const document = {
      ...anOperation({
        parameters: [{ $ref: '#/components/parameters/Page' }],
        requestBody: { $ref: '#/components/requestBodies/Thing' },
      }),
      components: {
        parameters: { Page: aParameter('query', 'page') },
        requestBodies: { Thing: { content: { 'application/json': { schema: refTo('Thing') } } } },
        schemas: { Thing: { type: 'object' } },
      },
    };

    const [tool] = await listTools(document);

    expect(Object.keys(tool?.inputSchema.properties ?? {})).toEqual(['page', 'Thing']);
  });

  it.each([
    [
      'a keyword that is not known',
      aBody({ properties: { a: { contentEncoding: 'base64' } } }),
      'the keyword "contentEncoding" at act.a',
    ],
    [
      'an exclusive bound of OpenAPI 3.1',
      aBody({ type: 'number', exclusiveMinimum: 5 }),
      'the keyword "exclusiveMinimum" as a number at act',
    ],
    ['a schema that is none', aBody({ properties: { a: [] } }), 'something that is not an object at act.a'],
    ['a composition that is none', aBody({ allOf: {} }), 'something that is not a list at act.allOf'],
    ['a pattern that is none', aBody({ type: 'string', pattern: '(' }), 'The schemas of act cannot be checked: '],
    [
      'two arguments of one name',
      anOperation({ parameters: [aParameter('query', 'a'), aParameter('header', 'a', { required: true })] }),
      'act has two arguments named "a"',
    ],
    [
      'a parameter and a body of one name',
      anOperation(
        {
          parameters: [aParameter('query', 'Thing')],
          requestBody: { content: { 'application/json': { schema: refTo('Thing') } } },
        },
        { schemas: { Thing: {} } },
      ),
      'act has two arguments named "Thing"',
    ],
    [
      'a body that is not JSON',
      anOperation({ requestBody: { content: { 'text/plain': {} } } }),
      'The body of act is not application/json',
    ],
    ['a parameter without a name', anOperation({ parameters: [{ in: 'query' }] }), 'a parameter without a name in act'],
    [
      'a path whose parameter is not declared',
      anOperation({}, { path: '/things/{id}' }),
      'no path parameter "id" for act',
    ],
    [
      'an operation without an operationId',
      { ...anOperation({}), paths: { '/a': { get: {}, post: { operationId: 'act' } } } },
      'names no operationId for GET /a',
    ],
    [
      'a document of another OpenAPI',
      { ...anOperation({}), openapi: '3.1.0' },
      '"openapi": "3.1.0", and 3.0 is what is read here',
    ],
  ])('is refused for %s', async (_title, document, sentence) => {
    const starting = refusal(document);

    await expect(starting).rejects.toMatchObject({ name: 'UserError', message: expect.stringContaining(sentence) });
  });
});
