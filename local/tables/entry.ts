import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import './withoutTelemetry';
// The command line (azurite-table) would do, but for port 0: it prints the port it was given, not the one it got.
import TableConfiguration from 'azurite/dist/src/table/TableConfiguration';
import TableServer from 'azurite/dist/src/table/TableServer';
import { AzuriteTelemetryClient } from 'azurite/dist/src/common/Telemetry';
import { runChild, type Serving } from '../process/entry';
import { listenFailure } from '../process/listen';
import type { TablesOptions } from './index';

const databaseFile = '__azurite_db_table__.json';

async function serveTables({ location, port = 0 }: Pick<TablesOptions, 'location' | 'port'>): Promise<Serving> {
  AzuriteTelemetryClient.init('', false);
  if (location !== undefined) await mkdir(location, { recursive: true });
  const server = new TableServer(configuration(join(location ?? '', databaseFile), port, location === undefined));
  try {
    await server.start();
  } catch (error) {
    throw listenFailure(error, port);
  }
  return { port: Number(new URL(server.getHttpServerAddress()).port), stop: () => server.close() };
}

function configuration(database: string, port: number, inMemory: boolean): TableConfiguration {
  return new TableConfiguration(
    '127.0.0.1',
    port,
    60, // keepAliveTimeoutSeconds
    database,
    false, // enableDebugLog
    false, // enableAccessLog
    undefined, // accessLog
    undefined, // debugLogPath
    false, // loose
    true, // skipApiVersionCheck
    '', // cert
    '', // key
    '', // password
    undefined, // oauth
    false, // disableProductStyleUrl
    inMemory,
  );
}

void runChild(serveTables);
