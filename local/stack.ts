import { join } from 'node:path';
import { inspect } from 'node:util';
import type { GatewaySettings } from '../functions/gatewaySecret';
import type { LocalSettings as OrdersSettings } from '../functions/orders/config';
import { gateway, type AppName, type RestApiName } from '../gateway';
import { mcpServerPath, type Gateway } from '../gateway/model';
import { apiKeyOutputs, mcpUrlOutputs, type Outputs } from '../gateway/outputs';
import { startGateway, type AccessLogEntry, type RunningGateway } from './apiManagement';
import { openDataFolder } from './dataFolder';
import { startHost } from './functionApp';
import { createKey } from './keys';
import { createParts, type Parts } from './process/parts';
import { startTables, type Tables } from './tables';

interface StackOptions {
  /** What to publish, with the servers of the repository's gateway; that gateway unless given. */
  definition?: Gateway;
  /** The gateway's; 0 or absent: any free one. */
  port?: number;
  /** The agents' key; undefined lets everybody use the MCP servers. */
  subscriptionKey?: string;
  /** Folder that keeps the orders; without one they are gone when the stack stops. */
  dataFolder?: string;
  /** Origins of web pages that may call the gateway, besides those of this machine. */
  allowOrigins?: readonly string[];
  leaveStreamsOpen?: boolean;
  /** The folder that has a folder for each function app's bundle; `dist` unless given. */
  bundles?: string;
  /** Hears each line that a process of the stack writes, with the name of the process in front. */
  log?: (line: string) => void;
  /** Lets entries of the access log name the method or tool of calls to passthrough servers. */
  logOperations?: boolean;
  /** Hears of each request to the gateway. */
  accessLog?: (entry: AccessLogEntry) => void;
}

export interface Stack {
  outputs: Outputs;
  /** Origin of each function app, which answers the gateway and nobody else. */
  apps: Record<AppName, string>;
  stop(): Promise<void>;
}

/** What each start makes anew. */
interface Secrets {
  /** The own key of each REST API. */
  apiKeys: Record<RestApiName, string>;
  gatewaySecret: string;
}

/**
 * Starts the whole system on this machine: the tables, a host for each function app from `dist/`, and the gateway. When a
 * part cannot start, all others are stopped again and its reason is thrown, a `UserError` when the user can act on it.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const parts = createParts();
  try {
    return await startParts(options, parts);
  } catch (error) {
    await parts.stop();
    throw error;
  }
}

async function startParts(options: StackOptions, parts: Parts): Promise<Stack> {
  const { dataFolder, bundles = 'dist', log = () => undefined } = options;
  const location = dataFolder && (await parts.add(openDataFolder(dataFolder))).tables;
  const secrets: Secrets = { apiKeys: { orders: createKey() }, gatewaySecret: createKey() };
  const gatewaySettings = { GATEWAY_SECRET: secrets.gatewaySecret } satisfies GatewaySettings;

  const startingTables = parts.add(startTables({ location, log }));
  const startingMenu = parts.add(
    startHost({ app: 'menu', folder: join(bundles, 'menu'), settings: gatewaySettings, log }),
  );
  const startingOrders = parts.add(
    startingTables.then((tables) =>
      startHost({
        app: 'orders',
        folder: join(bundles, 'orders'),
        settings: { ...gatewaySettings, ...ordersSettings(tables) },
        log,
      }),
    ),
  );
  const [menu, orders] = await Promise.all([startingMenu, startingOrders]);
  const apps = { menu: menu.url, orders: orders.url };
  const running = await parts.add(startGatewayTo(apps, secrets, options));
  return { outputs: outputsOf(running, secrets, options), apps, stop: () => parts.stop() };
}

function ordersSettings({ connectionString }: Tables): Record<string, string> {
  const settings: OrdersSettings = {
    ORDERS_TABLE: 'orders',
    ORDERS_STORAGE_CONNECTION_STRING: connectionString,
  };
  return { ...settings };
}

function startGatewayTo(apps: Stack['apps'], secrets: Secrets, options: StackOptions): Promise<RunningGateway> {
  const { definition = gateway, port = 0, subscriptionKey, allowOrigins, leaveStreamsOpen, logOperations } = options;
  const { log = () => undefined, accessLog = () => undefined } = options;
  return startGateway({
    definition,
    backends: apps,
    subscriptionKey,
    ...secrets,
    port,
    allowOrigins,
    leaveStreamsOpen,
    logOperations,
    log: accessLog,
    reportError: (error, activityId) => {
      log(`gateway: error: ${activityId} ${inspect(error)}`);
    },
  });
}

function outputsOf({ url }: RunningGateway, { apiKeys }: Secrets, { subscriptionKey = '' }: StackOptions): Outputs {
  return {
    APIM_GATEWAY_URL: url,
    ...mcpUrlOutputs(gateway, (server) => url + mcpServerPath(server)),
    APIM_SUBSCRIPTION_KEY: subscriptionKey,
    ...apiKeyOutputs(apiKeys),
  };
}
