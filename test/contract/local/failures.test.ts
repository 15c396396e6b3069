import { callTool, useClient } from '../../support/mcpClient';
import { aLine, anOrder, soldOut } from '../../support/orders';
import { describeTargets } from '../../support/targets';

describeTargets('a failed call of an operation', (target) => {
  const client = useClient(target, 'ORDERS_MCP_URL');
  const createOrder = (order: object) =>
    client().callTool({ name: 'createOrder', arguments: { CreateOrderRequest: order } });

  it.each([
    ['an unknown dish', anOrder({ items: [aLine({ menuItemId: 'ramen-curry' })] }), 400, 'unknown-item'],
    ['another menu version', anOrder({ menuVersion: 'v0' }), 409, 'menu-version-mismatch'],
    ['a dish that is sold out', anOrder({ items: [aLine({ menuItemId: soldOut })] }), 409, 'item-sold-out'],
  ])('is a result marked as an error, with the API’s status and body, for %s', async (_title, order, status, code) => {
    const result = await createOrder(order);

    expect(result).toMatchObject({ isError: true, content: [{ type: 'text' }] });
    const [{ text }] = result.content as [{ text: string }];
    expect(text).toContain(String(status));
    expect(text).toContain(`"code":"${code}"`);
  });

  it('tells the model where the fields of an order belong', async () => {
    const answer = await callTool(client(), 'createOrder', { ...anOrder() });

    expect(answer.text).toContain('"CreateOrderRequest"');
  });

  it('is a protocol error when there is no such method', async () => {
    const call = client().listPrompts();

    await expect(call).rejects.toMatchObject({ code: -32601 });
  });
});
