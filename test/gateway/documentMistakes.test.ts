import { gateway } from '../../gateway';
import type { Gateway } from '../../gateway/model';
import { aBody, anOperation, aParameter, refTo } from '../support/openapi';
import { refusalsOf } from '../support/refusals';

const api = gateway.restApis.orders;

/** The repository's gateway with another document, some of whose operations are tools. */
function publishing(document: object, offered: readonly string[]): Gateway {
  const { menu, orders } = gateway.mcpServers;
  const tools = offered.map((operationId) => ({ operationId, description: `Does ${operationId}.` }));
  const mcpServers: Gateway['mcpServers'] = offered.length > 0 ? { menu, orders: { ...orders, tools } } : { menu };
  return { ...gateway, restApis: { orders: { ...api, document } }, mcpServers };
}

const named = (operationId: string) => anOperation({ operationId });
const withParameters = (parameters: object[], operation: object = {}) => anOperation({ ...operation, parameters });
const getWithBody = anOperation(
  { requestBody: { content: { 'application/json': { schema: {} } } } },
  { method: 'get' },
);
const ids = (rest: object) =>
  withParameters([aParameter('query', 'ids', { schema: { type: 'array', items: { type: 'string' } }, ...rest })]);
const twoOperations = (one: string, other: string) => ({
  ...anOperation({}),
  paths: { '/a': { get: { operationId: one } }, '/b': { get: { operationId: other } } },
});
const justTooLong = 'a'.repeat(77);

/** What is refused although nobody offers it: the import fails, or mixes things up. */
const ofDocuments: [title: string, document: object, mistake: string][] = [
  [
    'Swagger',
    { swagger: '2.0', paths: {} },
    'has a document of OpenAPI "2.0": 3.0 and 3.1 are what API Management imports from here.',
  ],
  [
    'another version',
    { openapi: '3.2.0', paths: {} },
    'has a document of OpenAPI "3.2.0": 3.0 and 3.1 are what API Management imports from here.',
  ],
  [
    'more than 4 MB',
    { openapi: '3.0.3', paths: {}, info: { description: 'a'.repeat(4 * 1024 * 1024) } },
    'has a document of 4194360 bytes: API Management imports 4 MB at most.',
  ],
  [
    'a reference out of the document',
    aBody({ $ref: 'other.json#/Thing' }),
    'refers to other.json#/Thing: its document must be self-contained.',
  ],
  ['a reference to nothing', aBody(refTo('Nothing')), 'refers to #/components/schemas/Nothing, which does not exist.'],
  [
    'a reference to nothing, in a property called example',
    aBody({ properties: { example: refTo('Nothing') } }),
    'refers to #/components/schemas/Nothing, which does not exist.',
  ],
  [
    'a schema that contains itself',
    aBody(refTo('List'), {
      List: { properties: { first: refTo('Node') } },
      Node: { properties: { next: refTo('Node') } },
    }),
    'has the schema "Node", which contains itself: API Management supports no recursion.',
  ],
  [
    'a name in path and query',
    anOperation(
      { parameters: [aParameter('path', 'id', { required: true }), aParameter('query', 'ID')] },
      { path: '/things/{id}' },
    ),
    'has two parameters "ID" in path and query of act: API Management takes a name once, in any case of its letters.',
  ],
  [
    'a name in path and query, inherited from the path',
    {
      ...anOperation({}),
      paths: {
        '/things/{id}': {
          parameters: [aParameter('path', 'id', { required: true })],
          get: { operationId: 'act', parameters: [aParameter('query', 'id')] },
        },
      },
    },
    'has two parameters "id" in path and query of act: API Management takes a name once, in any case of its letters.',
  ],
  [
    'a path parameter that the path does not have',
    withParameters([aParameter('path', 'id', { required: true })]),
    'declares the path parameter "id" of act, which its path /things does not have.',
  ],
  [
    'a long summary',
    anOperation({ summary: 'a'.repeat(301) }),
    'has a summary of 301 characters for act: API Management takes 300 at most.',
  ],
  [
    'names that differ in case',
    twoOperations('getThing', 'getthing'),
    'has the operations "getThing" and "getthing", whose names API Management does not tell apart.',
  ],
];

/** What is refused of a tool: the import goes well, but the tool would miss something of its operation. */
const ofTools: [title: string, document: object, operationId: string, mistake: string][] = [
  ['an operation that is not there', anOperation({}), 'other', 'has no operation "other" to offer as a tool.'],
  [
    'an operation that is not imported',
    anOperation({}, { method: 'trace' }),
    'act',
    'has no operation "act" to offer as a tool.',
  ],
  ...['repos/list', 'list repos', '-list', justTooLong].map((id): [string, object, string, string] => [
    `an operation by the name of ${id.slice(0, 12)} (${id.length})`,
    named(id),
    id,
    `cannot offer "${id}" as a tool: API Management renames it; 1 to 76 letters, digits, dashes and underscores would stay.`,
  ]),
  [
    'a body of a GET',
    getWithBody,
    'act',
    'cannot offer "act" as a tool: API Management drops the body of a GET operation.',
  ],
  [
    'a cookie that is required',
    withParameters([aParameter('cookie', 'session', { required: true })]),
    'act',
    'cannot offer "act" as a tool: API Management imports no parameter in cookie, and "session" is required.',
  ],
  ...[{ explode: false }, { style: 'pipeDelimited' }].map((rest): [string, object, string, string] => [
    `a list in the query with ${JSON.stringify(rest)}`,
    ids(rest),
    'act',
    'cannot offer "act" as a tool: API Management imports the query parameter "ids" only with style: form and explode: true.',
  ]),
];

/** What API Management imports without harm. */
const harmless: [title: string, document: object, offered: string[]][] = [
  ['a required query parameter', withParameters([aParameter('query', 'version', { required: true })]), ['act']],
  ['an id of 76 characters', named(justTooLong.slice(1)), [justTooLong.slice(1)]],
  ['an id with underscores', named('list_repos'), ['list_repos']],
  [
    'an escaped reference',
    aBody({ $ref: '#/components/schemas/Page%3CThing%3E' }, { 'Page<Thing>': { type: 'object' } }),
    ['act'],
  ],
  [
    'a header named like a query parameter',
    withParameters([aParameter('header', 'a'), aParameter('query', 'a')]),
    ['act'],
  ],
  ['one value in the query with explode: false', ids({ explode: false, schema: { type: 'string' } }), ['act']],
  ['a list in the query as by default', ids({ explode: true, style: 'form' }), ['act']],
  ['an example that looks like a reference', anOperation({ example: { $ref: 'other.json' } }), ['act']],
  ['a name with a slash that nobody offers', named('repos/list'), []],
  ['a body of a GET that nobody offers', getWithBody, []],
  [
    'a cookie that is required where nobody offers it',
    withParameters([aParameter('cookie', 'a', { required: true })]),
    [],
  ],
  ['a form of a list that nobody offers', ids({ explode: false }), []],
];

describe('an OpenAPI document, in Azure and on a laptop,', () => {
  it.each(ofDocuments)('is refused for %s', async (_title, document, mistake) => {
    const { azure, local } = await refusalsOf(publishing(document, []));

    expect(azure).toEqual([`The REST API "orders" ${mistake}`]);
    expect(local).toEqual(azure);
  });

  it.each(ofTools)('is refused, when it becomes a tool, for %s', async (_title, document, operationId, mistake) => {
    const { azure, local } = await refusalsOf(publishing(document, [operationId]));

    expect(azure).toEqual([`The REST API "orders" ${mistake}`]);
    expect(local).toEqual(azure);
  });

  it.each(harmless)('is accepted with %s', async (_title, document, offered) => {
    expect(await refusalsOf(publishing(document, offered))).toEqual({ azure: [], local: [] });
  });
});
