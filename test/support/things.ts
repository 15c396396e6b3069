import { join } from 'node:path';
import type { Gateway } from '../../gateway/model';
import { aParameter, refTo } from './openapi';
import { request } from './rpc';

/** Where the REST API has its things, below its own path. */
export const thingsPath = '/things';
export const thingPath = (thingId = '1') => `${thingsPath}/${thingId}`;

export const operationIds = { create: 'createThing', get: 'getThing' } as const;

const document = {
  openapi: '3.0.3',
  info: { title: 'Things', version: '1' },
  paths: {
    [thingsPath]: {
      post: {
        operationId: operationIds.create,
        requestBody: { required: true, content: { 'application/json': { schema: refTo('NewThing') } } },
        responses: {},
      },
    },
    [thingPath('{thingId}')]: {
      get: {
        operationId: operationIds.get,
        parameters: [aParameter('path', 'thingId', { required: true })],
        responses: {},
      },
    },
  },
  components: {
    schemas: {
      NewThing: {
        type: 'object',
        required: ['name'],
        properties: { name: { type: 'string' }, parts: { type: 'array', items: { type: 'string' } } },
      },
    },
  },
};

/**
 * A gateway for tests: a REST API, its operations as tools, and an MCP server that is passed through. No limit is in the
 * way. Each path, and each name of a key or secret, is another one, so that none can stand in for another. Its policy files
 * name the key and the backend once more.
 */
export const thingsGateway = {
  policyFolder: join(__dirname, 'fixtures/policies'),
  policy: 'global.xml',
  product: { name: 'testers', displayName: 'Testers', description: 'Everything a test needs.' },
  limits: { calls: 9_999_999, renewalPeriodSeconds: 60, backendTimeoutSeconds: 60 },
  secret: { header: 'Things-Secret', namedValue: 'secret-of-things' },
  restApis: {
    things: {
      path: 'inventory',
      displayName: 'Things API',
      description: 'Keeps things.',
      document,
      backend: { app: 'things', path: '/internal/v1' },
      key: { header: 'Things-Key', query: 'things-code', namedValue: 'key-of-things' },
      policy: 'thingsApi.xml',
    },
  },
  mcpServers: {
    echo: {
      path: 'echo/stream',
      displayName: 'Echo',
      description: 'Says what it hears.',
      backend: { app: 'echo', path: '/webhooks/echo' },
      policy: 'echoServer.xml',
    },
    things: {
      path: 'workbench',
      displayName: 'Things',
      description: 'Creates things and looks them up.',
      api: 'things',
      tools: [
        { operationId: operationIds.create, description: 'Creates a thing.' },
        { operationId: operationIds.get, description: 'Looks a thing up.' },
      ],
      policy: 'thingsServer.xml',
    },
  },
} as const satisfies Gateway;

/** A message that calls the tool which looks a thing up. */
export function callGetThing(thingId = '1', id: string | number = 1): object {
  return request('tools/call', { name: operationIds.get, arguments: { thingId } }, id);
}

/** A message that calls the tool which creates a thing. */
export function callCreateThing(thing: unknown): object {
  return request('tools/call', { name: operationIds.create, arguments: { NewThing: thing } });
}

/** The same gateway, whose tools are these operations of another OpenAPI document. */
export function thingsGatewayOf(document: object, operations: readonly string[]): Gateway {
  const { restApis, mcpServers } = thingsGateway;
  const tools = operations.map((operationId) => ({ operationId, description: `Does ${operationId}.` }));
  return {
    ...thingsGateway,
    restApis: { things: { ...restApis.things, document } },
    mcpServers: { ...mcpServers, things: { ...mcpServers.things, tools } },
  };
}
