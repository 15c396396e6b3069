import { gateway } from '../../gateway';
import { menu } from '../../menu';
import { callTool, useClient } from '../support/mcpClient';
import {
  aLine,
  anOrder,
  priced,
  soldOut,
  tomorrowAt,
  unknownOrderId,
  type NewOrder,
  type Order,
  type OrderConfirmation,
} from '../support/orders';
import { describeTargets } from '../support/targets';

const { maxItemsPerOrder } = menu.constraints;

describeTargets('the orders server', (target) => {
  const client = useClient(target, 'ORDERS_MCP_URL');
  const menuClient = useClient(target, 'MENU_MCP_URL');

  const createOrder = (order: unknown) => callTool(client(), 'createOrder', { CreateOrderRequest: order });
  const place = async (change: Partial<NewOrder> = {}) =>
    (await createOrder(anOrder(change))).data as OrderConfirmation;

  it('lists the tools that the gateway publishes', async () => {
    const listed = await client().listTools();

    const offered = listed.tools.map(({ name, description }) => ({ operationId: name, description }));
    expect(offered).toHaveLength(gateway.mcpServers.orders.tools.length);
    expect(offered).toEqual(expect.arrayContaining([...gateway.mcpServers.orders.tools]));
  });

  it('takes the order in an argument named after its schema', async () => {
    const { tools } = await client().listTools();

    const { inputSchema } = tools.find(({ name }) => name === 'createOrder') ?? {};
    expect(Object.keys(inputSchema?.properties ?? {})).toEqual(['CreateOrderRequest']);
    expect(inputSchema?.required).toEqual(['CreateOrderRequest']);
    expect(inputSchema?.properties?.CreateOrderRequest).toMatchObject({
      type: 'object',
      properties: { menuVersion: {}, items: { items: { properties: { menuItemId: {}, quantity: {} } } } },
    });
  });

  it('takes the id of an order as a string', async () => {
    const { tools } = await client().listTools();

    const { inputSchema } = tools.find(({ name }) => name === 'getOrder') ?? {};
    expect(inputSchema?.properties).toMatchObject({ orderId: { type: 'string' } });
    expect(inputSchema?.required).toEqual(['orderId']);
  });

  it('confirms an order', async () => {
    const items = [aLine({ quantity: 2 }), aLine({ menuItemId: 'side-gyoza' })];

    const answer = await createOrder(anOrder({ items }));

    expect(answer.failed).toBe(false);
    expect(answer.data).toEqual({
      orderId: expect.stringMatching(/^ord_[\w-]{14,}$/),
      status: 'confirmed',
      total: totalOf(items.map(priced)),
      currency: 'JPY',
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00$/),
      validationWarnings: [],
    });
  });

  it('shows a placed order with the price of each line', async () => {
    const items = [aLine({ quantity: 3 }), aLine({ menuItemId: 'side-rice' })];
    const { orderId, createdAt } = await place({ items });

    const answer = await callTool(client(), 'getOrder', { orderId });

    expect(answer.data as Order).toEqual({
      orderId,
      status: 'confirmed',
      items: items.map(priced),
      total: totalOf(items.map(priced)),
      currency: 'JPY',
      createdAt,
    });
  });

  it.each([
    ['before opening', tomorrowAt('10:59')],
    ['after closing', tomorrowAt('23:00')],
    ['in the past', '2020-02-04T13:30:00+09:00'],
  ])('confirms an order to be picked up %s, with a warning', async (_title, pickupTime) => {
    const confirmation = await place({ pickupTime });

    expect(confirmation).toMatchObject({ status: 'confirmed', validationWarnings: [expect.any(String)] });
  });

  it.each([
    ['when the shop opens', tomorrowAt('11:00')],
    ['at noon by a clock in another time zone', tomorrowAt('12:00').replace('T12:00:00+09:00', 'T03:00:00Z')],
  ])('confirms an order to be picked up %s, without a warning', async (_title, pickupTime) => {
    const confirmation = await place({ pickupTime });

    expect(confirmation).toMatchObject({ status: 'confirmed', validationWarnings: [] });
  });

  it.each([
    [
      'an order for a dish that is not on the menu',
      anOrder({ items: [aLine({ menuItemId: 'ramen-curry' })] }),
      'unknown-item',
    ],
    ['an order for a dish that is sold out', anOrder({ items: [aLine({ menuItemId: soldOut })] }), 'item-sold-out'],
    ['an order from another version of the menu', anOrder({ menuVersion: 'v0' }), 'menu-version-mismatch'],
    ['more than the shop can cook', anOrder({ items: [aLine({ quantity: maxItemsPerOrder + 1 })] }), 'too-many-items'],
    ['a quantity of zero', anOrder({ items: [aLine({ quantity: 0 })] }), 'quantity'],
    ['a negative quantity', anOrder({ items: [aLine({ quantity: -1 })] }), 'quantity'],
    ['half a dish', anOrder({ items: [aLine({ quantity: 0.5 })] }), 'quantity'],
    ['a quantity in words', { ...anOrder(), items: [{ menuItemId: 'ramen-shoyu', quantity: 'one' }] }, 'quantity'],
    ['an order without dishes', anOrder({ items: [] }), 'items'],
    ['an order without a menu version', { items: [aLine()] }, 'menuVersion'],
    ['an order with a field that does not exist', { ...anOrder(), table: 4 }, 'table'],
    ['a pickup time that is no time', anOrder({ pickupTime: 'noon' }), 'pickupTime'],
    ['an order that is a text', 'one shoyu ramen, please', 'CreateOrderRequest'],
  ])('rejects %s and says why', async (_title, order, reason) => {
    const answer = await createOrder(order);

    expect(answer.failed).toBe(true);
    expect(answer.text).toContain(reason);
  });

  it('accepts as many dishes as the constraints allow', async () => {
    const confirmation = await place({ items: [aLine({ quantity: maxItemsPerOrder })] });

    expect(confirmation.total).toBe(priced(aLine({ quantity: maxItemsPerOrder })).lineTotal);
  });

  it.each([
    ['an order that does not exist', unknownOrderId],
    ['an id of another kind', 'invoice-1'],
    ['a path instead of an id', '../orders'],
    ['an encoded path instead of an id', '..%2forders'],
    ['an id with a query', `${unknownOrderId}?x=1`],
  ])('does not find %s', async (_title, orderId) => {
    const answer = await callTool(client(), 'getOrder', { orderId });

    expect(answer.failed).toBe(true);
    expect(answer.text).toContain('order-not-found');
  });

  it('refuses the fields of an order that are not wrapped in its argument', async () => {
    const answer = await callTool(client(), 'createOrder', { ...anOrder() });

    expect(answer.failed).toBe(true);
  });

  it('refuses a tool that it does not have', async () => {
    const call = client().callTool({ name: 'cancelOrder', arguments: {} });

    await expect(call).rejects.toMatchObject({ code: -32602 });
  });

  it('prices every dish as the menu server does', async () => {
    const { data } = await callTool(menuClient(), 'get_list_menus');
    const { menuVersion, items } = data as MenuList;
    const available = items.filter((item) => item.available);

    const confirmations = await Promise.all(
      available.map(({ id }) => place({ menuVersion, items: [aLine({ menuItemId: id })] })),
    );

    const totals = confirmations.map(({ total }) => total);
    expect(totals).toEqual(available.map(({ basePrice }) => basePrice));
  });
});

function totalOf(items: Order['items']): number {
  return items.reduce((total, { lineTotal }) => total + lineTotal, 0);
}

interface MenuList {
  menuVersion: string;
  items: { id: string; basePrice: number; available: boolean }[];
}
