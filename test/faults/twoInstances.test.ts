import { randomUUID } from 'node:crypto';
import { startHost, type Host } from '../../local/functionApp';
import { startTables, type Tables } from '../../local/tables';
import { aLine, anOrder, ordersPath } from '../support/orders';

describe('two instances of the orders app on the same tables', () => {
  let tables: Tables;
  let hosts: Host[];
  beforeAll(async () => {
    tables = await startTables();
    const settings = { ORDERS_TABLE: 'orders', ORDERS_STORAGE_CONNECTION_STRING: tables.connectionString };
    const start = () => startHost({ app: 'orders', settings, log: () => undefined });
    hosts = await Promise.all([start(), start()]);
  });
  afterAll(async () => {
    await Promise.all(hosts.map((host) => host.stop()));
    await tables.stop();
  });

  /** Sends the nth call to an instance in turn. */
  const create = async (nth: number, idempotencyKey: string, quantity = 1) => {
    const url = hosts[nth % hosts.length]?.url ?? '';
    const response = await fetch(`${url}${ordersPath.app}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'Idempotency-Key': idempotencyKey },
      body: JSON.stringify(anOrder({ items: [aLine({ quantity })] })),
    });
    const { orderId } = (await response.json()) as { orderId?: string };
    return { status: response.status, replayed: response.headers.get('idempotency-replayed') === 'true', orderId };
  };
  const sixteen = Array.from({ length: 16 }, (_, nth) => nth);

  it('place one order for sixteen simultaneous calls with one key, as the first orders of their table', async () => {
    const key = randomUUID();

    const answers = await Promise.all(sixteen.map((nth) => create(nth, key)));

    expect(answers.filter(({ status }) => status !== 201)).toEqual([]);
    expect(new Set(answers.map(({ orderId }) => orderId)).size).toBe(1);
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
  });

  it('let one of sixteen simultaneous orders with one key and different content win', async () => {
    const key = randomUUID();

    const answers = await Promise.all(sixteen.map((nth) => create(nth, key, (nth % 2) + 1)));

    const ids = new Set(answers.flatMap(({ orderId }) => orderId ?? []));
    expect(ids.size).toBe(1);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(8);
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(8);
  });

  it('read each other’s orders', async () => {
    const { orderId } = await create(0, randomUUID());

    const response = await fetch(`${hosts[1]?.url ?? ''}${ordersPath.app}/${String(orderId)}`);

    expect(response.status).toBe(200);
  });
});
