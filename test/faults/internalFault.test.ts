import { TableClient } from '@azure/data-tables';
import { anOrder, ordersKey, ordersPath, type Problem } from '../support/orders';
import { useTemporaryFolder } from '../support/temporaryFolder';
import { startOrdersChain, type OrdersChain } from './ordersChain';

describe('an order that was damaged in the storage', () => {
  const folder = useTemporaryFolder();
  let chain: OrdersChain;
  let response: Response;
  let problem: Problem;

  beforeAll(async () => {
    chain = await startOrdersChain(folder());
    const { orderId } = (await (await send('', { method: 'POST', body: JSON.stringify(anOrder()) })).json()) as {
      orderId: string;
    };
    await damage(orderId);
    response = await send(`/${orderId}`);
    problem = (await response.json()) as Problem;
  });
  afterAll(() => chain.stop());

  const send = (path: string, init: RequestInit = {}) =>
    fetch(`${chain.url}${ordersPath.gateway}${path}`, {
      ...init,
      headers: { [ordersKey.header]: chain.apiKey, 'content-type': 'application/json' },
    });
  const damage = async (orderId: string) => {
    const client = TableClient.fromConnectionString(chain.connectionString, 'orders', {
      allowInsecureConnection: true,
    });
    await client.updateEntity({ partitionKey: orderId, rowKey: 'order', orderId }, 'Replace');
  };

  it('is answered with 500 and an id', () => {
    expect(response.status).toBe(500);
    expect(problem).toMatchObject({ status: 500, code: 'internal-error' });
    expect(problem.instance).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
  });

  it('is explained in the log under that id', async () => {
    const line = await chain.logged(String(problem.instance));

    expect(line).toMatch(/error/);
  });

  it('tells the client nothing about the storage', () => {
    expect(Object.keys(problem).sort()).toEqual(['code', 'detail', 'instance', 'status', 'title']);
    expect(JSON.stringify(problem)).not.toMatch(/stored|entity|table|at \/|\.js/i);
  });
});
