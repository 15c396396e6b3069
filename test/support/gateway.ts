import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gateway } from '../../gateway';
import type { Gateway } from '../../gateway/model';
import { startGateway, type AccessLogEntry, type GatewayOptions } from '../../local/apiManagement';
import { post, request, type RpcAnswer } from './rpc';
import { startStubBackend, type StubBackend } from './stubBackend';

export const agentsKey = 'agents-key';
export const ordersKey = 'orders-api-key';
/** The header that lets an agent in. */
export const withKey = { 'Ocp-Apim-Subscription-Key': agentsKey };

/** A gateway alone, between a test and the backend that stands in for every function app. */
export interface GatewayUnderTest {
  url: string;
  /** URLs of the three APIs: the passthrough server, the server made of REST operations, the REST API. */
  menu: string;
  orders: string;
  api: string;
  backend: StubBackend;
  log: AccessLog;
  /** Posts a request to the orders server and gives its answer. */
  rpc: (method: string, params?: object) => Promise<RpcAnswer>;
  /** Calls a tool of the orders server and gives its result. */
  callTool: (name: string, args?: unknown) => Promise<ToolResult>;
}

export interface ToolResult {
  text: string;
  isError: boolean;
}

export interface Arrangement extends Partial<GatewayOptions> {
  /** Policy files by name, in place of those of `gateway/policies`. */
  policies?: Record<string, string>;
}

/** The published definition with no limit in the way of a test, and what `change` makes of it. */
export function aGateway(change: Partial<Gateway> = {}): Gateway {
  return { ...gateway, limits: { ...gateway.limits, calls: 9_999_999 }, ...change };
}

/** A gateway whose orders server offers every operation of an OpenAPI document. */
export function aGatewayOf(document: object, operationIds: readonly string[]): Gateway {
  const tools = operationIds.map((operationId) => ({ operationId, description: `Does ${operationId}.` }));
  return aGateway({
    restApis: { orders: { ...gateway.restApis.orders, document } },
    mcpServers: { menu: gateway.mcpServers.menu, orders: { ...gateway.mcpServers.orders, tools } },
  });
}

/** Entries of the access log, which are written only after the client has its answer. */
export class AccessLog {
  readonly entries: AccessLogEntry[] = [];
  #waiting: { count: number; resolve: (entries: AccessLogEntry[]) => void }[] = [];

  add(entry: AccessLogEntry): void {
    this.entries.push(entry);
    for (const { count, resolve } of this.#waiting) if (this.entries.length >= count) resolve(this.entries);
  }

  /** All entries, as soon as there are this many. */
  atLeast(count: number): Promise<AccessLogEntry[]> {
    if (this.entries.length >= count) return Promise.resolve(this.entries);
    return new Promise((resolve) => this.#waiting.push({ count, resolve }));
  }
}

/**
 * Starts gateways for the tests of the surrounding `describe`, each with a backend of its own, and stops them after each
 * test. A test during which an error escapes a gateway fails, whatever it asserted.
 */
export function useGateways(): (arrangement?: Arrangement) => Promise<GatewayUnderTest> {
  const escaped: unknown[] = [];
  let stops: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    await Promise.all(stops.map((stop) => stop()));
    stops = [];
    expect(escaped.splice(0)).toEqual([]);
  });
  return async ({ policies, ...options } = {}) => {
    const backend = await startStubBackend();
    stops.push(() => backend.stop());
    const folder = policies && (await writePolicies(policies));
    if (folder) stops.push(() => rm(folder, { recursive: true }));
    const log = new AccessLog();
    const running = await startGateway({
      definition: aGateway(),
      backends: { menu: backend.origin, orders: backend.origin },
      subscriptionKey: agentsKey,
      apiKeys: { orders: ordersKey },
      port: 0,
      log: (entry) => {
        log.add(entry);
      },
      reportError: (error) => escaped.push(error),
      ...(folder ? { policyFolder: folder } : {}),
      ...options,
    });
    stops.push(() => running.stop());
    return underTest(running.url, backend, log);
  };
}

function underTest(url: string, backend: StubBackend, log: AccessLog): GatewayUnderTest {
  const orders = `${url}/orders/mcp`;
  const rpc = (method: string, params: object = {}) => post(orders, request(method, params), withKey);
  return {
    ...{ url, menu: `${url}/menu/mcp`, orders, api: `${url}/api`, backend, log, rpc },
    callTool: async (name, args = {}) => {
      const { messages } = await rpc('tools/call', { name, arguments: args });
      const result = messages[0]?.result as { content: { text: string }[]; isError?: true } | undefined;
      return { text: result?.content[0]?.text ?? '', isError: result?.isError === true };
    },
  };
}

/** The policy files of a gateway without rules, and in place of some of them those of the test. */
async function writePolicies(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ramen-policies-'));
  const inherits = aPolicy();
  const all = {
    'global.xml': '<policies />',
    'passthroughServer.xml': inherits,
    'ordersServer.xml': inherits,
    'ordersApi.xml': inherits,
    ...files,
  };
  await Promise.all(Object.entries(all).map(([name, source]) => writeFile(join(folder, name), source)));
  return folder;
}

/** A policy file that inherits all it does not say. */
export function aPolicy(
  sections: Partial<Record<'inbound' | 'backend' | 'outbound' | 'on-error', string>> = {},
): string {
  const section = (name: keyof typeof sections) => `<${name}><base />${sections[name] ?? ''}</${name}>`;
  return `<policies>${section('inbound')}${section('backend')}${section('outbound')}${section('on-error')}</policies>`;
}
