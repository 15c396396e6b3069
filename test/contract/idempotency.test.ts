import { randomUUID } from 'node:crypto';
import { callTool, useClient } from '../support/mcpClient';
import { aLine, anOrder, type NewOrder, type OrderConfirmation } from '../support/orders';
import { describeTargets } from '../support/targets';

describeTargets('a repeated createOrder', (target) => {
  const client = useClient(target, 'ORDERS_MCP_URL');
  const call = (order: NewOrder) => callTool(client(), 'createOrder', { CreateOrderRequest: order });

  it('answers with the first order when its key and content are the same', async () => {
    const order = anOrder({ idempotencyKey: randomUUID() });
    const first = await call(order);

    const second = await call(order);

    expect(second.data).toEqual(first.data);
  });

  it('answers with the first order when only the order of the fields differs', async () => {
    const idempotencyKey = randomUUID();
    const first = await call({ idempotencyKey, note: 'ねぎ抜き', ...anOrder() });

    const second = await call({ ...anOrder(), note: 'ねぎ抜き', idempotencyKey });

    expect(second.data).toEqual(first.data);
  });

  it('is refused when its content differs', async () => {
    const idempotencyKey = randomUUID();
    await call(anOrder({ idempotencyKey }));

    const second = await call(anOrder({ idempotencyKey, items: [aLine({ quantity: 2 })] }));

    expect(second.failed).toBe(true);
    expect(second.text).toContain('idempotency-key-reused');
  });

  it('orders again when its key differs', async () => {
    const first = await call(anOrder({ idempotencyKey: randomUUID() }));

    const second = await call(anOrder({ idempotencyKey: randomUUID() }));

    expect((second.data as OrderConfirmation).orderId).not.toBe((first.data as OrderConfirmation).orderId);
  });

  it('orders again when it has no key', async () => {
    const first = await call(anOrder());

    const second = await call(anOrder());

    expect((second.data as OrderConfirmation).orderId).not.toBe((first.data as OrderConfirmation).orderId);
  });

  it('orders once when it is made sixteen times at the same moment', async () => {
    const order = anOrder({ idempotencyKey: randomUUID() });

    const answers = await Promise.all(Array.from({ length: 16 }, () => call(order)));

    const ids = new Set(answers.map(({ data }) => (data as OrderConfirmation).orderId));
    expect(answers.filter(({ failed }) => failed)).toEqual([]);
    expect(ids.size).toBe(1);
  });

  it('lets one of two different orders with the same key win', async () => {
    const idempotencyKey = randomUUID();
    const orders = [1, 2, 3, 4].map((quantity) => anOrder({ idempotencyKey, items: [aLine({ quantity })] }));

    const answers = await Promise.all(orders.map(call));

    const refused = answers.filter(({ failed }) => failed);
    expect(refused).toHaveLength(orders.length - 1);
    for (const { text } of refused) expect(text).toContain('idempotency-key-reused');
  });
});
