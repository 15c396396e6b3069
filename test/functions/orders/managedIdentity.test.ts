import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openStore } from '../../../functions/orders/store';
import { anOrder } from '../../support/orders';
import { ordersApp } from './app';

const environment = process.env;

let clientId: string;
let identityEndpoint: Server;
let asked: URLSearchParams[];
let silent: boolean;
let waiting: (() => void)[];

const token = { access_token: 'token', expires_on: String(Date.now() + 3_600_000), token_type: 'Bearer' };

/**
 * The identity endpoint of App Service: https://learn.microsoft.com/azure/app-service/overview-managed-identity.
 * One for all tests, because the library remembers where it is.
 */
beforeAll(async () => {
  identityEndpoint = createServer((request, response) => {
    asked.push(new URL(request.url ?? '/', 'http://identity').searchParams);
    const answer = () => response.setHeader('Content-Type', 'application/json').end(JSON.stringify(token));
    if (silent) waiting.push(answer);
    else answer();
  }).listen(0, '127.0.0.1');
  await once(identityEndpoint, 'listening');
  const { port } = identityEndpoint.address() as AddressInfo;
  process.env = { IDENTITY_ENDPOINT: `http://127.0.0.1:${port}/msi/token`, IDENTITY_HEADER: 'secret' };
});

beforeEach(() => {
  // It also remembers the token of an identity.
  clientId = randomUUID();
  asked = [];
  silent = false;
  waiting = [];
});

afterAll(async () => {
  process.env = environment;
  identityEndpoint.closeAllConnections();
  await new Promise((closed) => identityEndpoint.close(closed));
});

/** An app in Azure, but for its storage, which nobody can reach. */
function azureApp() {
  return ordersApp(openStore({ table: 'orders', storage: { endpoint: 'https://127.0.0.1:1', clientId } }));
}

it('opens the storage with a token of the identity that the settings name', async () => {
  const app = azureApp();

  const { status } = await app.create(anOrder());

  expect(asked.map((query) => [query.get('resource'), query.get('client_id')])).toEqual([
    ['https://storage.azure.com', clientId],
  ]);
  // It got past the token, as far as the storage.
  expect(status).toBe(503);
  expect(app.log.join()).toContain('ECONNREFUSED');
});

it('reports within five seconds that no token is to be had', async () => {
  silent = true;
  const start = performance.now();

  const { status } = await azureApp().create(anOrder());

  expect(status).toBe(503);
  expect(asked.length).toBeGreaterThan(0);
  expect(performance.now() - start).toBeLessThan(5000);
  // Lets the library, which still waits, come to an end.
  for (const answer of waiting) answer();
});
