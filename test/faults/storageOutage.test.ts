import { anOrder, ordersKey, ordersPath } from '../support/orders';
import { useTemporaryFolder } from '../support/temporaryFolder';
import { startOrdersChain, type OrdersChain } from './ordersChain';

describe('the orders app, without its storage', () => {
  const folder = useTemporaryFolder();
  let chain: OrdersChain;
  let orderId: string;

  beforeAll(async () => {
    chain = await startOrdersChain(folder());
    ({ orderId } = (await (await create()).json()) as { orderId: string });
  });
  afterAll(() => chain.stop());

  const send = (path: string, init: RequestInit = {}) =>
    fetch(`${chain.url}${ordersPath.gateway}${path}`, {
      ...init,
      headers: { [ordersKey.header]: chain.apiKey, 'content-type': 'application/json' },
    });
  const create = () => send('', { method: 'POST', body: JSON.stringify(anOrder()) });
  const read = () => send(`/${orderId}`);

  const expectRetryLater = async (call: () => Promise<Response>) => {
    const started = performance.now();
    const response = await call();

    expect(performance.now() - started).toBeLessThan(5000);
    expect(response.status).toBe(503);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await response.json()).toMatchObject({ code: 'storage-unavailable' });
  };

  describe('which is gone', () => {
    beforeAll(() => chain.stopTables());
    afterAll(() => chain.startTables());

    it('answers every operation with 503 and a time to retry after, within five seconds', async () => {
      await Promise.all([expectRetryLater(create), expectRetryLater(read)]);
    });
  });

  describe('which takes connections and says nothing', () => {
    beforeAll(() => {
      chain.freezeTables();
    });
    afterAll(() => {
      chain.thawTables();
    });

    it('answers every operation with 503 and a time to retry after, within five seconds', async () => {
      await Promise.all([expectRetryLater(create), expectRetryLater(read)]);
    });
  });

  describe('which is back', () => {
    it('serves again by itself, with the orders it had', async () => {
      const earlier = await read();
      const next = await create();

      expect(earlier.status).toBe(200);
      expect(next.status).toBe(201);
    });
  });
});
