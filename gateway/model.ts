import { join } from 'node:path';

/** Where calls end up: a path on a function app. Becomes a backend entity named after the row it stands in. */
export interface Backend {
  /** A function app: its folder under `functions/`, its bundle under `dist/`, its service in `azure.yaml`. */
  app: string;
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
  /** A policy file. */
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
  /** Where its policy files are, which Azure gets verbatim and the local gateway honours. */
  policyFolder: string;
  /** A policy file that applies to every API. */
  policy: string;
  /** The product that holds every MCP server; its subscription is the agents' key. */
  product: { name: string; displayName: string; description: string };
  /** Default limits; policies refer to them as named values (see {@link limitNamedValues}). */
  limits: { calls: number; renewalPeriodSeconds: number; backendTimeoutSeconds: number };
  /** How the function apps know the gateway: a header that every backend adds, with the value of a secret named value. */
  secret: { header: string; namedValue: string };
  restApis: Readonly<Record<string, RestApi>>;
  mcpServers: Readonly<Record<string, McpServer>>;
}

/** Where the policy files of the repository's gateway are. */
export const policyFolder = join(__dirname, 'policies');

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

/** API Management's name for an MCP server, which shares one list of names with the REST APIs. */
export function mcpApiName(row: string): string {
  return `${row}-mcp`;
}

/** The name of the subscription that a REST API's own key belongs to: `context.Subscription.Id` where it was used. */
export function apiSubscriptionName(restApi: string): string {
  return `${restApi}-api`;
}

/** Names and values under which policies read the limits. */
export function limitNamedValues({ limits }: Pick<Gateway, 'limits'>): Record<string, string> {
  return {
    'rate-limit-calls': String(limits.calls),
    'rate-limit-period': String(limits.renewalPeriodSeconds),
    'backend-timeout': String(limits.backendTimeoutSeconds),
  };
}

/** The named values whose values nobody knows before the gateway exists: the REST APIs' own keys. */
export function keyNamedValues({ restApis }: Gateway): string[] {
  return Object.values(restApis).map(({ key }) => key.namedValue);
}
