import type { operations } from '../functions/orders/openapi';
import ordersDocument from '../functions/orders/openapi.json';

/** A function app: its folder under `functions/`, its bundle under `dist/`, its service in `azure.yaml`. */
export type AppName = 'menu' | 'orders';

/** Where calls end up: a path on a function app. Becomes a backend entity named after the row it stands in. */
export interface Backend {
  app: AppName;
  /** Absolute path on the app's origin, without a trailing slash. */
  path: string;
}

/** An HTTP API that the gateway imports from its OpenAPI document. */
export interface RestApi {
  /** First segments of its URL on the gateway, without slashes at either end. */
  path: string;
  displayName: string;
  description: string;
  /** OpenAPI 3.0, self-contained. Its paths start at the API's path, on the gateway as on the backend. */
  document: object;
  backend: Backend;
  /** How callers present this API's own key. The agents' key does not open it. */
  key: { header: string; query: string; namedValue: string };
  /** A file of `infra/policies`. */
  policy: string;
}

interface McpServerBase {
  path: string;
  displayName: string;
  description: string;
  policy: string;
}

/** An existing MCP server behind the gateway: clients connect to `<gateway>/<path>`. */
export interface PassthroughServer extends McpServerBase {
  backend: Backend;
}

/** Operations of a REST API offered as MCP tools: clients connect to `<gateway>/<path>/mcp`. */
export interface RestToolsServer<Api extends string = string, Operation extends string = string> extends McpServerBase {
  api: Api;
  tools: readonly { operationId: Operation; description: string }[];
}

export type McpServer = PassthroughServer | RestToolsServer;

/** All that a gateway publishes. Read by the Pulumi program and by the local gateway. */
export interface Gateway {
  /** A file of `infra/policies` that applies to every API. */
  policy: string;
  /** The product that holds every MCP server; its subscription is the agents' key. */
  product: { name: string; displayName: string; description: string };
  /** Default limits; policies refer to them as named values (see {@link limitNamedValues}). */
  limits: { calls: number; renewalPeriodSeconds: number; backendTimeoutSeconds: number };
  restApis: Readonly<Record<string, RestApi>>;
  mcpServers: Readonly<Record<string, McpServer>>;
}

export const gateway = {
  policy: 'global.xml',
  product: {
    name: 'agents',
    displayName: 'Agents',
    description: 'Everything an agent needs to read the menu and to order.',
  },
  limits: { calls: 1000, renewalPeriodSeconds: 60, backendTimeoutSeconds: 60 },
  restApis: {
    orders: {
      path: 'api',
      displayName: 'Orders API',
      description: 'Places orders at the ramen shop and looks them up.',
      document: ordersDocument,
      backend: { app: 'orders', path: '/api' },
      key: { header: 'Orders-Api-Key', query: 'orders-api-key', namedValue: 'orders-api-key' },
      policy: 'ordersApi.xml',
    },
  },
  mcpServers: {
    menu: {
      path: 'menu/mcp',
      displayName: 'Menu',
      description: 'The menu, the details of each dish and the rules for ordering.',
      backend: { app: 'menu', path: '/runtime/webhooks/mcp' },
      policy: 'passthroughServer.xml',
    },
    orders: {
      path: 'orders',
      displayName: 'Orders',
      description: 'Places orders and looks them up.',
      api: 'orders',
      tools: [
        {
          operationId: 'createOrder',
          description:
            'Place an order. Read the menu and the constraints first: menuVersion and menuItemId come from there. ' +
            'Set idempotencyKey to a new UUID for each order and repeat it when you retry, so that a retry never orders twice.',
        },
        { operationId: 'getOrder', description: 'Look up an order by the orderId that createOrder returned.' },
      ],
      policy: 'ordersServer.xml',
    },
  },
} as const satisfies Gateway & {
  mcpServers: Record<string, PassthroughServer | RestToolsServer<'orders', keyof operations>>;
};

export type McpServerName = keyof typeof gateway.mcpServers;
export type RestApiName = keyof typeof gateway.restApis;

/** Tells the two kinds of MCP server apart. */
export function isPassthrough(server: McpServer): server is PassthroughServer {
  return 'backend' in server;
}

/** The backends of a gateway, each named after the row that it stands in. */
export function backendsOf({ restApis, mcpServers }: Gateway): [name: string, backend: Backend][] {
  const rows = [...Object.entries(restApis), ...Object.entries(mcpServers)];
  return rows.flatMap(([name, row]): [string, Backend][] => ('backend' in row ? [[name, row.backend]] : []));
}

/** The path clients connect to, from the gateway's origin. */
export function mcpServerPath(server: McpServer): string {
  return isPassthrough(server) ? `/${server.path}` : `/${server.path}/mcp`;
}

/** The output that holds the URL of an MCP server. */
export type McpUrlOutput = `${Uppercase<McpServerName>}_MCP_URL`;

/** API Management's name for an MCP server, which shares one list of names with the REST APIs. */
export function mcpApiName(row: string): string {
  return `${row}-mcp`;
}

/** One value for each MCP server, under the name of the output that holds its URL. */
export function mcpUrlOutputs<Value>(
  { mcpServers }: Pick<Gateway, 'mcpServers'>,
  valueOf: (server: McpServer, output: string) => Value,
): Record<McpUrlOutput, Value> {
  const entries = Object.entries(mcpServers).map(([name, server]) => {
    const output = `${name.toUpperCase()}_MCP_URL`;
    return [output, valueOf(server, output)];
  });
  // The type makes the same names from the rows of the definition.
  return Object.fromEntries(entries) as Record<McpUrlOutput, Value>;
}

/** Names and values under which policies read the limits. */
export function limitNamedValues({ limits }: Pick<Gateway, 'limits'>): Record<string, string> {
  return {
    'rate-limit-calls': String(limits.calls),
    'rate-limit-period': String(limits.renewalPeriodSeconds),
    'backend-timeout': String(limits.backendTimeoutSeconds),
  };
}
