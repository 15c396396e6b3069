import { gatewaySecretHeader } from '../../../functions/gatewaySecret';
import { openStore, type OrderStore } from '../../../functions/orders/store';
import { startTables, type Tables } from '../../../local/tables';
import { anOrder } from '../../support/orders';
import { ordersApp } from './app';

const gatewaySecret = 'a'.repeat(32);

let tables: Tables;
let store: OrderStore;

beforeAll(async () => {
  tables = await startTables();
  store = openStore({ table: 'orders', storage: { connectionString: tables.connectionString } });
});

afterAll(() => tables.stop());

describe('behind a gateway', () => {
  const behind = () => ordersApp(store, undefined, gatewaySecret);

  it('answers the gateway', async () => {
    const { status } = await behind().create(anOrder(), { [gatewaySecretHeader]: gatewaySecret });

    expect(status).toBe(201);
  });

  it.each([
    ['nothing', {}],
    ['an empty secret', { [gatewaySecretHeader]: '' }],
    ['a wrong secret', { [gatewaySecretHeader]: 'b'.repeat(32) }],
    ['a secret with a letter too many', { [gatewaySecretHeader]: `${gatewaySecret}a` }],
    ['the secret twice', { [gatewaySecretHeader]: `${gatewaySecret}, ${gatewaySecret}` }],
  ])('refuses an order that brings %s, before it reads it', async (_title, headers) => {
    const { status, headers: answered, body } = await behind().create('no order at all', headers);

    expect(status).toBe(401);
    expect(answered.get('WWW-Authenticate')).toBe(gatewaySecretHeader);
    expect(body.code).toBe('gateway-required');
  });

  it('shows an order to the gateway only', async () => {
    const { body } = await ordersApp(store).create(anOrder());

    const { status } = await behind().get(String(body.orderId));

    expect(status).toBe(401);
  });
});
