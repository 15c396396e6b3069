import { readGatewaySecret } from '../gatewaySecret';

/** Settings of the app where a storage account is reached with a key: Azurite, on a laptop and in tests. */
export interface LocalSettings {
  ORDERS_TABLE: string;
  ORDERS_STORAGE_CONNECTION_STRING: string;
}

/** Settings of the app in Azure, where a user-assigned managed identity opens the storage account. */
export interface AzureSettings {
  ORDERS_TABLE: string;
  /** `https://<account>.table.core.windows.net`, or its like in another cloud. */
  ORDERS_TABLE_ENDPOINT: string;
  /** Client id of the identity. */
  AZURE_CLIENT_ID: string;
}

export interface Config {
  table: string;
  storage: { connectionString: string } | { endpoint: string; clientId: string };
  gatewaySecret: string | undefined;
}

interface Rule {
  name: keyof LocalSettings | keyof AzureSettings;
  /** All of them must match. */
  accepts: readonly RegExp[];
  rule: string;
}

const table: Rule = {
  name: 'ORDERS_TABLE',
  accepts: [/^[A-Za-z][A-Za-z0-9]{2,62}$/],
  rule: 'must be the name of a table: 3 to 63 letters and digits, a letter first',
};

/** What the SDK needs of a connection string; without it the SDK fails only when the first order comes. */
const connectionString: Rule = {
  name: 'ORDERS_STORAGE_CONNECTION_STRING',
  accepts: [
    /DefaultEndpointsProtocol=https?(;|$)/,
    /AccountName=[^;]/,
    /AccountKey=[A-Za-z0-9+/]+=*(;|$)/,
    /(TableEndpoint=https?:\/\/|EndpointSuffix=)[^;]/,
  ],
  rule: 'must have DefaultEndpointsProtocol, AccountName, AccountKey, and TableEndpoint or EndpointSuffix',
};

const endpoint: Rule = {
  name: 'ORDERS_TABLE_ENDPOINT',
  accepts: [/^https:\/\/[a-z0-9.-]+\/?$/],
  rule: `must be an https URL without a path, unless ${connectionString.name} is set`,
};

const clientId: Rule = {
  name: 'AZURE_CLIENT_ID',
  accepts: [/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i],
  rule: 'must be the client id of the managed identity, a UUID',
};

/**
 * Reads the app's settings, all of them at once. A connection string decides for key access, its absence for the managed
 * identity. Throws one error with a sentence for each mistake; none of them repeats a value, because one may be a key.
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const local = env[connectionString.name] !== undefined;
  const mistakes: string[] = [];
  const storage = local
    ? { connectionString: read(connectionString) }
    : { endpoint: read(endpoint), clientId: read(clientId) };
  const config = Object.freeze({
    table: read(table),
    storage: Object.freeze(storage),
    gatewaySecret: readGatewaySecret(env, mistakes),
  });
  if (local && env[endpoint.name] !== undefined) {
    mistakes.push(`Set either ${connectionString.name} or ${endpoint.name}, not both.`);
  }
  if (mistakes.length > 0) throw new Error(`The orders app cannot start. ${mistakes.join(' ')}`);
  return config;

  function read({ name, accepts, rule }: Rule): string {
    const value = env[name];
    if (value === undefined) mistakes.push(`${name} is missing; it ${rule}.`);
    else if (!accepts.every((form) => form.test(value))) mistakes.push(`${name} ${rule}.`);
    return value ?? '';
  }
}
