import { join } from 'node:path';
import { note } from '../../terminal/output';
import { startChild, type Child } from '../process/child';

export interface TablesOptions {
  /** Folder that keeps the tables; without one they live in memory. */
  location?: string;
  /** 0 or absent: any free one. */
  port?: number;
  /** Hears what the process writes; standard error unless given. */
  log?: (line: string) => void;
}

export interface Tables extends Pick<Child, 'port' | 'pid' | 'stop'> {
  /** For `TableServiceClient.fromConnectionString`, with `allowInsecureConnection`. */
  connectionString: string;
}

/** The emulators' public account: https://learn.microsoft.com/azure/storage/common/storage-use-azurite */
const account = 'devstoreaccount1';
const accountKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/**
 * Starts Azurite's table service in a process of its own on 127.0.0.1. Stopping it writes the tables to `location`.
 * Throws `UserError` when the port is taken.
 */
export async function startTables({ location, port = 0, log = note }: TablesOptions = {}): Promise<Tables> {
  const child = await startChild({
    entry: join(__dirname, 'entry.ts'),
    input: { location, port },
    settings: { AZURITE_ACCOUNTS: `${account}:${accountKey}` },
    onLine: (line) => {
      log(`tables: ${line}`);
    },
  });
  return { ...child, connectionString: connectionString(child.port) };
}

function connectionString(port: number): string {
  const endpoint = `http://127.0.0.1:${port}/${account}`;
  return `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${accountKey};TableEndpoint=${endpoint};`;
}
