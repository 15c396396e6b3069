import { anOrder } from '../support/orders';
import { useTemporaryFolder } from '../support/temporaryFolder';
import { startOrdersChain, type OrdersChain } from './ordersChain';

describe('the orders app, without its storage', () => {
  const folder = useTemporaryFolder();
  let chain: OrdersChain;
  let orderId: string;

  beforeAll(async () => {
    chain = await startOrdersChain(folder());
    ({ orderId } = (await (await create()).json()) as { orderId: string });
    await chain.stopTables();
  });
  afterAll(() => chain.stop());

  const send = (path: string, init: RequestInit = {}) =>
    fetch(`${chain.url}/api/orders${path}`, {
      ...init,
      headers: { 'Orders-Api-Key': chain.apiKey, 'content-type': 'application/json' },
    });
  const create = () => send('', { method: 'POST', body: JSON.stringify(anOrder()) });
  const read = () => send(`/${orderId}`);

  it.each([
    ['createOrder', create],
    ['getOrder', read],
  ])('answers %s with 503 and a time to retry after, within five seconds', async (_operation, call) => {
    const started = performance.now();

    const response = await call();

    expect(performance.now() - started).toBeLessThan(5000);
    expect(response.status).toBe(503);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await response.json()).toMatchObject({ code: 'storage-unavailable' });
  });

  it('recovers by itself, with the orders it had, when the storage is back', async () => {
    await chain.startTables();

    const earlier = await read();
    const next = await create();

    expect(earlier.status).toBe(200);
    expect(next.status).toBe(201);
  });
});
