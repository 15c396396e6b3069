import { rm } from 'node:fs/promises';
import { backendsOf, mcpServerPath } from '../../gateway/model';
import { subscriptionKeyHeader } from '../../gateway/outputs';
import { startGateway, type AccessLogEntry, type GatewayOptions } from '../../local/apiManagement';
import { writePolicies, type PolicySources } from './policies';
import { post, request, type RpcAnswer } from './rpc';
import { startStubBackend, type StubBackend } from './stubBackend';
import { callGetThing, thingPath, thingsGateway } from './things';

export const agentsKey = 'agents-key';
export const thingsKey = 'key-of-the-rest-api';
/** The header that lets an agent in. */
export const withKey = { [subscriptionKeyHeader]: agentsKey };
/** The header that opens the REST API. */
export const withThingsKey = { [thingsGateway.restApis.things.key.header]: thingsKey };

/** A gateway alone, between a test and the backend that stands in for every function app. */
export interface GatewayUnderTest {
  url: string;
  /** URLs of the three APIs: the passthrough server, the server made of REST operations, the REST API. */
  echo: string;
  things: string;
  api: string;
  /** URL of one thing of the REST API. */
  thing: string;
  backend: StubBackend;
  log: AccessLog;
  /** Posts a request to the things server and gives its answer. */
  rpc: (method: string, params?: object) => Promise<RpcAnswer>;
  /** Calls a tool of the things server and gives its result. */
  callTool: (name: string, args?: unknown) => Promise<ToolResult>;
  /** Calls the tool that looks a thing up. */
  getThing: () => Promise<ToolResult>;
}

interface ToolResult {
  text: string;
  isError: boolean;
}

interface Arrangement extends Partial<GatewayOptions> {
  /** Policies in place of those of the definition: the others have no rules then. */
  policies?: PolicySources;
}

/** One origin for every app of the definition. */
export function backendsAt(origin: string): Record<string, string> {
  return Object.fromEntries(backendsOf(thingsGateway).map(([, { app }]) => [app, origin]));
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
  return async ({ policies, definition = thingsGateway, ...options } = {}) => {
    const backend = await startStubBackend();
    stops.push(() => backend.stop());
    const folder = policies && (await writePolicies(policies));
    if (folder) stops.push(() => rm(folder, { recursive: true }));
    const log = new AccessLog();
    const running = await startGateway({
      definition: folder === undefined ? definition : { ...definition, policyFolder: folder },
      backends: backendsAt(backend.origin),
      subscriptionKey: agentsKey,
      apiKeys: { things: thingsKey },
      port: 0,
      log: (entry) => {
        log.add(entry);
      },
      reportError: (error) => escaped.push(error),
      ...options,
    });
    stops.push(() => running.stop());
    return underTest(running.url, backend, log);
  };
}

function underTest(url: string, backend: StubBackend, log: AccessLog): GatewayUnderTest {
  const { restApis, mcpServers } = thingsGateway;
  const api = `${url}/${restApis.things.path}`;
  const echo = url + mcpServerPath(mcpServers.echo);
  const things = url + mcpServerPath(mcpServers.things);
  const ask = (message: object) => post(things, message, withKey);
  const rpc = (method: string, params: object = {}) => ask(request(method, params));
  const callTool = async (name: string, args: unknown = {}) =>
    resultOf(await rpc('tools/call', { name, arguments: args }));
  const getThing = async () => resultOf(await ask(callGetThing()));
  return { url, echo, things, api, thing: api + thingPath(), backend, log, rpc, callTool, getThing };
}

function resultOf({ messages }: RpcAnswer): ToolResult {
  const result = messages[0]?.result as { content: { text: string }[]; isError?: true } | undefined;
  return { text: result?.content[0]?.text ?? '', isError: result?.isError === true };
}
