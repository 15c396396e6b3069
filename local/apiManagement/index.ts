import { createServer } from 'node:http';
import { gatewayMistakes } from '../../gateway/mistakes';
import { apiSubscriptionName, limitNamedValues, type Gateway } from '../../gateway/model';
import { UserError } from '../../terminal/userError';
import { listen } from '../process/listen';
import { Call, type AccessLogEntry } from './call';
import type { Api, Compilation } from './compilation';
import { onClientError, serverOptions } from './connections';
import type { Subscription } from './exchange';
import { compileMcpServer } from './mcpServer';
import { createOriginGuard } from './originGuard';
import { handle } from './pipeline';
import { compilePolicy, type PolicySource } from './policies/policy';
import { compileRestApi } from './restApi';
import { createUpstreams, type Upstreams } from './upstream';

export type { AccessLogEntry } from './call';

export interface GatewayOptions {
  /** What to publish: the `gateway` of `gateway/index.ts`, as it is deployed. */
  definition: Gateway;
  /** Origin of each function app, e.g. `http://127.0.0.1:7071`. */
  backends: Readonly<Record<string, string>>;
  /** The agents' key; undefined lets everybody use the MCP servers. */
  subscriptionKey: string | undefined;
  /** The own key of each REST API, by the API's name. */
  apiKeys: Readonly<Record<string, string>>;
  /** What the backends add for the function apps to know the gateway by; nothing unless given. */
  gatewaySecret?: string;
  /** 0 for any free one. */
  port: number;
  /** Origins to let in besides those of this machine. */
  allowOrigins?: readonly string[];
  /** Leaves event streams of REST-to-MCP servers open after their last event. */
  leaveStreamsOpen?: boolean;
  /** Reads which method or tool a call to a passthrough server asks for, so that its log entry can name it. */
  logOperations?: boolean;
  /** Hears of every request once it is over. */
  log: (entry: AccessLogEntry) => void;
  /** Hears of errors that the gateway did not expect; unless given, they become process warnings. */
  reportError?: (error: unknown, activityId: string) => void;
}

export interface RunningGateway {
  /** Origin, without a trailing slash. */
  url: string;
  stop(): Promise<void>;
}

/**
 * Starts the stand-in for API Management on 127.0.0.1.
 *
 * @throws UserError when the definition or a policy says something that cannot be honoured, or the port is taken
 */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const { definition, log, reportError = warn, allowOrigins = [] } = options;
  const mistakes = gatewayMistakes(definition, Object.keys(options.backends));
  if (mistakes.length > 0) throw new UserError(mistakes.join('\n'));
  const { upstreams, close } = createUpstreams(definition, options.backends, options.gatewaySecret);
  const subscriptions = listSubscriptions(options);
  const apis = compileApis(options, upstreams, subscriptions);
  const pipeline = { guard: createOriginGuard(allowOrigins), apis, subscriptions };

  const journal = { log, reportError };
  const server = createServer(serverOptions, (request, response) => {
    const call = new Call(request, response, journal);
    try {
      handle(call, pipeline);
    } catch (error) {
      call.fail(error);
    }
  }).on('clientError', onClientError);
  const port = await listen(server, options.port);
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await Promise.all([closed, close()]);
    },
  };
}

/** One for the product that holds the MCP servers, and one for each REST API. */
function listSubscriptions({ definition, subscriptionKey, apiKeys }: GatewayOptions): Subscription[] {
  const servers = Object.values(definition.mcpServers).map(({ path }) => `/${path}`);
  const agents = { id: definition.product.name, key: Buffer.from(subscriptionKey ?? ''), scope: new Set(servers) };
  const own = Object.entries(definition.restApis).map(([name, { path }]) => ({
    id: apiSubscriptionName(name),
    key: Buffer.from(apiKeys[name] ?? ''),
    scope: new Set([`/${path}`]),
  }));
  return [agents, ...own].filter(({ key }) => key.length > 0);
}

function compileApis(options: GatewayOptions, upstreams: Upstreams, subscriptions: readonly Subscription[]): Api[] {
  const { definition, subscriptionKey, leaveStreamsOpen = false, logOperations = false } = options;
  const source = policySource(options, upstreams);
  const compilation: Compilation = {
    upstreams,
    subscriptions,
    leaveStreamsOpen,
    logOperations,
    subscriptionRequired: subscriptionKey !== undefined,
    compile: (policyFile) => compilePolicy([definition.policy, policyFile], source),
  };
  const restApis = Object.entries(definition.restApis).map(([name, row]) => compileRestApi(name, row, compilation));
  const servers = Object.entries(definition.mcpServers).map(([name, row]) =>
    compileMcpServer(name, row, { compilation, restApis }),
  );
  return [...restApis, ...servers].sort((a, b) => b.path.length - a.path.length);
}

function policySource({ definition, apiKeys, allowOrigins = [] }: GatewayOptions, upstreams: Upstreams): PolicySource {
  const keys = Object.entries(definition.restApis).map(([name, { key }]): [string, string] => [
    key.namedValue,
    apiKeys[name] ?? '',
  ]);
  return {
    folder: definition.policyFolder,
    namedValues: { ...limitNamedValues(definition), ...Object.fromEntries(keys) },
    backends: [...upstreams.keys()],
    allowOrigins,
  };
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error));
}
