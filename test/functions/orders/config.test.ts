import { readConfig, type AzureSettings, type LocalSettings } from '../../../functions/orders/config';

const local: LocalSettings = {
  ORDERS_TABLE: 'orders',
  ORDERS_STORAGE_CONNECTION_STRING:
    'DefaultEndpointsProtocol=http;AccountName=a;AccountKey=c2VjcmV0;TableEndpoint=http://127.0.0.1:10002/a;',
};
const azure: AzureSettings = {
  ORDERS_TABLE: 'orders',
  ORDERS_TABLE_ENDPOINT: 'https://account.table.core.windows.net',
  AZURE_CLIENT_ID: '1b671a64-40d5-491e-99b0-da01ff1f3341',
};

it('takes a connection string', () => {
  expect(readConfig({ ...local })).toEqual({
    table: 'orders',
    storage: { connectionString: local.ORDERS_STORAGE_CONNECTION_STRING },
    gatewaySecret: undefined,
  });
});

it('takes a connection string as the portal shows it', () => {
  const shown = 'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=c2VjcmV0PT0=;EndpointSuffix=core.windows.net';

  expect(readConfig({ ...local, ORDERS_STORAGE_CONNECTION_STRING: shown }).storage).toEqual({
    connectionString: shown,
  });
});

it('takes an endpoint and a managed identity', () => {
  expect(readConfig({ ...azure })).toEqual({
    table: 'orders',
    storage: { endpoint: azure.ORDERS_TABLE_ENDPOINT, clientId: azure.AZURE_CLIENT_ID },
    gatewaySecret: undefined,
  });
});

// Azure puts AZURE_CLIENT_ID there for other libraries as well.
it('lets a client id stand beside a connection string', () => {
  expect(readConfig({ ...local, AZURE_CLIENT_ID: azure.AZURE_CLIENT_ID }).storage).toHaveProperty('connectionString');
});

it('hands out settings that nobody can change', () => {
  const config = readConfig({ ...azure });

  expect(Object.isFrozen(config) && Object.isFrozen(config.storage)).toBe(true);
});

it('names every missing setting at once', () => {
  expect(() => readConfig({})).toThrow(
    new Error(
      'The orders app cannot start. ' +
        'ORDERS_TABLE_ENDPOINT is missing; it must be an https URL without a path, unless ORDERS_STORAGE_CONNECTION_STRING is set. ' +
        'AZURE_CLIENT_ID is missing; it must be the client id of the managed identity, a UUID. ' +
        'ORDERS_TABLE is missing; it must be the name of a table: 3 to 63 letters and digits, a letter first.',
    ),
  );
});

it.each<[string, object, string]>([
  ['a table that is no table name', { ...local, ORDERS_TABLE: 'my-orders' }, 'ORDERS_TABLE must be'],
  ['an empty table', { ...local, ORDERS_TABLE: '' }, 'ORDERS_TABLE must be'],
  [
    'a connection string without a key',
    { ...local, ORDERS_STORAGE_CONNECTION_STRING: 'DefaultEndpointsProtocol=https;AccountName=a;EndpointSuffix=b' },
    'ORDERS_STORAGE_CONNECTION_STRING must have',
  ],
  [
    'an empty connection string',
    { ...local, ORDERS_STORAGE_CONNECTION_STRING: '' },
    'ORDERS_STORAGE_CONNECTION_STRING',
  ],
  ['an endpoint in clear text', { ...azure, ORDERS_TABLE_ENDPOINT: 'http://a.b' }, 'ORDERS_TABLE_ENDPOINT must be'],
  ['an endpoint with a path', { ...azure, ORDERS_TABLE_ENDPOINT: 'https://a.b/c' }, 'ORDERS_TABLE_ENDPOINT must be'],
  ['a client id that is no UUID', { ...azure, AZURE_CLIENT_ID: 'me' }, 'AZURE_CLIENT_ID must be'],
  ['a secret that is too short', { ...azure, GATEWAY_SECRET: 'x'.repeat(31) }, 'GATEWAY_SECRET must be'],
  ['an empty secret', { ...azure, GATEWAY_SECRET: '' }, 'GATEWAY_SECRET must be'],
  ['two storages', { ...azure, ...local }, 'Set either ORDERS_STORAGE_CONNECTION_STRING or ORDERS_TABLE_ENDPOINT'],
])('refuses %s', (_, env, sentence) => {
  expect(() => readConfig({ ...env })).toThrow(sentence);
});

it('repeats no value, because one may be a key', () => {
  const env = {
    ORDERS_TABLE: '?',
    ORDERS_STORAGE_CONNECTION_STRING: 'AccountName=a;AccountKey=secret!',
    GATEWAY_SECRET: 'secret?',
  };

  expect(() => readConfig(env)).toThrow(/^((?!secret).)*$/);
});
