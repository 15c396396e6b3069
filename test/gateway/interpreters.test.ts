import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gateway, type AppName } from '../../gateway';
import { mcpServerPath, policyFolder, type Gateway } from '../../gateway/model';
import { subscriptionKeyHeader } from '../../gateway/outputs';
import { type Properties, toProperties } from '../../infra/plan/predictedAzure';
import { type RunningGateway, startGateway } from '../../local/apiManagement';
import { specials, tracking, withServers } from '../support/infra/definitions';
import { declare, type DeclaredStack } from '../support/infra/program';
import { unknownOrderId } from '../support/orders';
import { type Received, startStubBackend, type StubBackend } from '../support/stubBackend';

const APIM = 'Microsoft.ApiManagement/service';
const MARKER = 'x-policy';
const SUBSCRIPTION = 'x-subscription';
const AGENTS_KEY = 'agents-key';
const LIMIT = 40;
const ORDERS_KEY = 'orders-key';
const SECRET = 'of-the-gateway';
const agents = { [subscriptionKeyHeader]: AGENTS_KEY };
/** Where an order is, below the path of its API. */
const order = `/orders/${unknownOrderId}`;

const { menu } = gateway.mcpServers;

interface DeclaredServer {
  apiName: string;
  properties: Properties;
}

interface ListedTool {
  name: string;
  description: string;
}

const definitions = [
  { title: 'the repository’s gateway', definition: gateway },
  { title: 'a gateway with two more servers', definition: withServers({ specials, tracking }) },
];

/**
 * What Azure is told is read off the resources that the program declares; what a client of the local gateway meets is
 * observed over HTTP. Neither side is asked for the definition that both were made from.
 */
describe.each(definitions)('$title, in Azure and on a laptop', ({ definition }: { definition: Gateway }) => {
  let azure: DeclaredStack;
  let local: RunningGateway;
  let backends: Record<AppName, StubBackend>;
  let folder: string;

  beforeAll(async () => {
    azure = await declare({ rateLimitCalls: String(LIMIT) }, definition);
    backends = { menu: await startStubBackend(), orders: await startStubBackend() };
    folder = await markedPolicies();
    local = await start();
  });

  afterAll(async () => {
    await local.stop();
    await Promise.all(Object.values(backends).map((backend) => backend.stop()));
    await rm(folder, { recursive: true });
  });

  it('has the same URLs for its MCP servers', async () => {
    const origin = String(azure.outputs.APIM_GATEWAY_URL);
    const urls = Object.entries(azure.outputs).filter(([name]) => name.endsWith('_MCP_URL'));

    const answers = await Promise.all(urls.map(([, url]) => send(String(url).slice(origin.length), 'ping')));

    expect(urls).toHaveLength(Object.keys(definition.mcpServers).length);
    expect(answers.map(({ status }) => status)).toEqual(urls.map(() => 200));
  });

  it('passes MCP servers through to the same paths, under the same policies', async () => {
    for (const { apiName, properties } of servers().filter((server) => 'backendId' in server.properties)) {
      await send(`/${String(properties.path)}`, 'tools/list');

      const { pathname, host } = new URL(String(backendNamed(properties.backendId).url));
      const seen = lastSeen(host);
      expect(seen.url).toBe(pathname);
      expect(markersOf(seen)).toEqual(policiesOf(apiName));
    }
  });

  it('offers the same operations as tools, in the same words', async () => {
    for (const { properties } of servers().filter((server) => 'mcpTools' in server.properties)) {
      const tools = await listTools(`/${String(properties.path)}/mcp`);

      const declared = properties.mcpTools as (ListedTool & { operationId: string })[];
      expect(tools).toEqual(declared.map(({ name, description }) => ({ name, description })));
      for (const { name, operationId } of declared) {
        const api = operationId.slice(0, operationId.indexOf('/operations/'));
        expect(azure.resources.map(({ id }) => id)).toContain(api);
        expect(operationId.endsWith(`/operations/${name}`)).toBe(true);
      }
    }
  });

  it('runs the tool’s policies and then the API’s when a tool is called', async () => {
    for (const { apiName, properties } of servers().filter((server) => 'mcpTools' in server.properties)) {
      await send(`/${String(properties.path)}/mcp`, 'tools/call', {
        name: 'getOrder',
        arguments: { orderId: unknownOrderId },
      });

      const { inputs } = azure.named('apim-orders-api');
      const seen = lastSeen(new URL(String(inputs.serviceUrl)).host);
      expect(seen.url).toBe(`${new URL(String(inputs.serviceUrl)).pathname}${order}`);
      expect(new Set(markersOf(seen))).toEqual(new Set([...policiesOf(apiName), ...policiesOf('orders')]));
    }
  });

  it('has the REST API at the same path, under the same policies', async () => {
    const { path, serviceUrl, subscriptionKeyParameterNames } = azure.named('apim-orders-api').inputs;
    const { header } = toProperties(subscriptionKeyParameterNames);

    const response = await fetch(`${local.url}/${String(path)}${order}`, {
      headers: { [String(header)]: ORDERS_KEY },
    });

    expect(response.status).toBe(200);
    const seen = lastSeen(new URL(String(serviceUrl)).host);
    expect(seen.url).toBe(`${new URL(String(serviceUrl)).pathname}${order}`);
    expect(markersOf(seen)).toEqual(policiesOf('orders'));
  });

  it('asks for the REST API’s key under the same names, and keeps it from the backend', async () => {
    const { path, serviceUrl, subscriptionKeyParameterNames } = azure.named('apim-orders-api').inputs;
    const { header, query } = toProperties(subscriptionKeyParameterNames);
    const url = `${local.url}/${String(path)}${order}`;

    const refused = await fetch(url);
    const withQuery = await fetch(`${url}?${String(query)}=${ORDERS_KEY}`);

    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toContain(`name="${String(header)}",type="header"`);
    expect(withQuery.status).toBe(200);
    expect(lastSeen(new URL(String(serviceUrl)).host).url).not.toContain(ORDERS_KEY);
  });

  it('asks for the agents’ key under the standard name on every MCP server', async () => {
    for (const { properties } of servers()) {
      const path = 'mcpTools' in properties ? `/${String(properties.path)}/mcp` : `/${String(properties.path)}`;

      const refused = await send(path, 'tools/list', undefined, {});

      // The program leaves the names of the key to Azure, whose standard names these are.
      expect(properties).not.toHaveProperty('subscriptionKeyParameterNames');
      expect(properties.subscriptionRequired).toBe(true);
      expect(refused.status).toBe(401);
      expect(refused.headers.get('www-authenticate')).toContain(`name="${subscriptionKeyHeader}",type="header"`);
    }
  });

  it('knows its callers by the same subscriptions', async () => {
    const { path, serviceUrl, subscriptionKeyParameterNames } = azure.named('apim-orders-api').inputs;
    const { header } = toProperties(subscriptionKeyParameterNames);

    await send(mcpServerPath(menu), 'tools/list');
    await fetch(`${local.url}/${String(path)}${order}`, { headers: { [String(header)]: ORDERS_KEY } });

    const seen = [backends.menu.received.at(-1), lastSeen(new URL(String(serviceUrl)).host)];
    const subscriptions = azure.ofType(`${APIM}/subscriptions`).map(({ inputs }) => inputs.sid);
    expect(seen.map((received) => received?.headers[SUBSCRIPTION]).sort()).toEqual(subscriptions.sort());
  });

  it('does not open the MCP servers to the REST API’s key, nor the REST API to the agents’', async () => {
    const product = azure.ofType(`${APIM}/products/apiLinks`).map(({ inputs }) => inputs.apiId);
    const { path, subscriptionKeyParameterNames } = azure.named('apim-orders-api').inputs;
    const { header } = toProperties(subscriptionKeyParameterNames);

    const mcp = await send(mcpServerPath(menu), 'tools/list', undefined, {
      [subscriptionKeyHeader]: ORDERS_KEY,
    });
    const rest = await fetch(`${local.url}/${String(path)}${order}`, {
      headers: { [String(header)]: AGENTS_KEY },
    });

    expect(product).not.toContain(azure.named('apim-orders-api').id);
    expect(product).toHaveLength(servers().length);
    expect([mcp.status, rest.status]).toEqual([401, 401]);
  });

  it('sends a secret to every app in the same header', async () => {
    const { path, subscriptionKeyParameterNames } = azure.named('apim-orders-api').inputs;
    const { header } = toProperties(subscriptionKeyParameterNames);
    await fetch(`${local.url}/${String(path)}${order}`, { headers: { [String(header)]: ORDERS_KEY } });
    await send(mcpServerPath(menu), 'tools/list');

    const backends = azure.ofType(`${APIM}/backends`);
    expect(backends.length).toBeGreaterThan(1);
    for (const { inputs } of backends) {
      const [[name, values] = ['', []]] = Object.entries(toProperties(toProperties(inputs.credentials).header));
      const [, namedValue] = /^\{\{(.+)\}\}$/.exec(String(values)) ?? [];
      expect(azure.named(`apim-value-${String(namedValue)}`).inputs.secret).toBe(true);
      expect(lastSeen(new URL(String(inputs.url)).host).headers[name.toLowerCase()]).toBe(SECRET);
    }
  });

  it('has the same limit', async () => {
    const declared = Number(azure.named('apim-value-rate-limit-calls').inputs.value);
    const fresh = await start();

    const statuses: number[] = [];
    for (let call = 0; call <= declared; call += 1) {
      const { status } = await fetch(fresh.url + mcpServerPath(menu), { method: 'POST', headers: agents, body: '{}' });
      statuses.push(status);
    }
    await fresh.stop();

    expect(statuses).toEqual([...Array<number>(declared).fill(200), 429]);
  });

  function start(): Promise<RunningGateway> {
    return startGateway({
      definition: { ...definition, policyFolder: folder, limits: { ...definition.limits, calls: LIMIT } },
      backends: { menu: backends.menu.origin, orders: backends.orders.origin },
      subscriptionKey: AGENTS_KEY,
      apiKeys: { orders: ORDERS_KEY },
      gatewaySecret: SECRET,
      port: 0,
      log: () => undefined,
    });
  }

  function servers(): DeclaredServer[] {
    return azure
      .ofType(`${APIM}/apis`)
      .filter(({ inputs }) => inputs.type === 'mcp')
      .map(({ id, inputs }) => ({ apiName: basename(id), properties: inputs }));
  }

  function backendNamed(name: unknown): Properties {
    return azure.ofType(`${APIM}/backends`).find(({ inputs }) => inputs.backendId === name)?.inputs ?? {};
  }

  /** The files that Azure applies to an API: the one for all of them, and its own. */
  function policiesOf(apiName: string): string[] {
    const global = azure.ofType(`${APIM}/policies`);
    const own = azure.ofType(`${APIM}/apis/policies`).filter(({ inputs }) => inputs.apiId === apiName);
    return [...global, ...own].map(({ inputs }) => fileOf(inputs.value));
  }

  /** The last request at the app that has this host in Azure. */
  function lastSeen(host: string): Received {
    const app = (Object.keys(backends) as AppName[]).find((name) => host.startsWith(`${name}-`));
    const seen = app && backends[app].received.at(-1);
    if (!seen) throw new Error(`Nothing arrived at ${host}.`);
    return seen;
  }

  function send(path: string, method: string, params?: object, headers: Record<string, string> = agents) {
    return fetch(`${local.url}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream', ...headers },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, ...(params && { params }) }),
    });
  }

  async function listTools(path: string): Promise<ListedTool[]> {
    const text = await (await send(path, 'tools/list')).text();
    const data = /^data: (.*)$/m.exec(text)?.[1] ?? '{}';
    const { result } = JSON.parse(data) as { result: { tools: ListedTool[] } };
    return result.tools.map(({ name, description }) => ({ name, description }));
  }
});

/** The policies as they are, each leaving its name on the requests that it sees. */
async function markedPolicies(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ramen-policies-'));
  for (const file of readdirSync(policyFolder)) {
    const setHeader = (name: string, action: string, value: string) =>
      `<set-header name="${name}" exists-action="${action}"><value>${value}</value></set-header>`;
    const markers = [
      setHeader(MARKER, 'append', file),
      setHeader(SUBSCRIPTION, 'override', '@(context.Subscription?.Id ?? "nobody")'),
    ];
    await writeFile(join(folder, file), readPolicy(file).replace('</inbound>', `${markers.join('')}</inbound>`));
  }
  return folder;
}

function fileOf(policy: unknown): string {
  return readdirSync(policyFolder).find((file) => readPolicy(file) === policy) ?? 'a policy that is no file';
}

function readPolicy(file: string): string {
  return readFileSync(join(policyFolder, file), 'utf8');
}

function markersOf({ headers }: Received): string[] {
  return String(headers[MARKER] ?? '').split(/, ?/);
}
