import { TableClient } from '@azure/data-tables';
import { gateway } from '../../gateway';
import { startGateway } from '../../local/apiManagement';
import { startHost, type Host } from '../../local/functionApp';
import { startTables, type Tables } from '../../local/tables';
import { LineLog } from '../support/lineLog';

/** The orders app with all that stands before and behind it, each part to be taken away on its own. */
export interface OrdersChain {
  url: string;
  apiKey: string;
  host: Host;
  connectionString: string;
  /** The first line of the orders app that contains the text, whether it is there already or yet to come. */
  logged(text: string): Promise<string>;
  stopTables(): Promise<void>;
  /** Stops the tables' process in mid-air, so that it takes connections and says nothing; `thaw` lets it go on. */
  freezeTables(): void;
  thawTables(): void;
  startTables(): Promise<void>;
  storedOrderIds(): Promise<string[]>;
  stop(): Promise<void>;
}

const apiKey = 'faults-orders-key';
const table = 'orders';

/** Starts the chain without limits or agents' keys. Tables live in `folder`, so that they outlast their process. */
export async function startOrdersChain(folder: string): Promise<OrdersChain> {
  const log = new LineLog();
  let tables: Tables = await startTables({ location: folder });
  const { port, connectionString } = tables;
  const host = await startHost({
    app: 'orders',
    settings: { ORDERS_TABLE: table, ORDERS_STORAGE_CONNECTION_STRING: connectionString },
    log: (line) => {
      log.write(line);
    },
  });
  const running = await startGateway({
    definition: { ...gateway, limits: { ...gateway.limits, calls: 99_999_999 } },
    backends: { menu: host.url, orders: host.url },
    subscriptionKey: undefined,
    apiKeys: { orders: apiKey },
    port: 0,
    log: () => undefined,
  });
  return {
    url: running.url,
    apiKey,
    host,
    connectionString,
    logged: (text) => log.find(text),
    stopTables: () => tables.stop(),
    freezeTables: () => void process.kill(tables.pid, 'SIGSTOP'),
    thawTables: () => void process.kill(tables.pid, 'SIGCONT'),
    async startTables() {
      tables = await startTables({ location: folder, port });
    },
    async storedOrderIds() {
      const client = TableClient.fromConnectionString(connectionString, table, { allowInsecureConnection: true });
      const ids: string[] = [];
      for await (const { partitionKey } of client.listEntities()) ids.push(partitionKey ?? '');
      return ids;
    },
    async stop() {
      await running.stop();
      await host.stop();
      await tables.stop();
    },
  };
}
