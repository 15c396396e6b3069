import { gateway } from '../gateway';
import { mcpServerPath } from '../gateway/model';
import { toolCall } from './calls';
import { newOrder, subscriptionKey } from './samples';
import { startServer } from './server';
import { measureRows, type Extent, type Row } from './throughput';

const connectionCounts = [1, 16];

/** End to end: the gateway, both function apps in their hosts, and Azurite. */
export async function measureFullStack(extent: Extent, report: (line: string) => void): Promise<Row[]> {
  const stack = await startServer('stack');
  const menu = { url: stack.origin + mcpServerPath(gateway.mcpServers.menu), key: subscriptionKey };
  const orders = { url: stack.origin + mcpServerPath(gateway.mcpServers.orders), key: subscriptionKey };
  const details = { name: 'get_menu_details', arguments: { itemId: 'ramen-shoyu' }, expect: 'ramen-shoyu' };
  const create = { name: 'createOrder', arguments: { CreateOrderRequest: newOrder }, expect: 'confirmed' };
  try {
    const createOrder = toolCall('createOrder, full stack', orders, create);
    const orderId = await firstOrderId(createOrder);
    const get = { name: 'getOrder', arguments: { orderId }, expect: orderId };
    const calls = [
      toolCall('get_menu_details, full stack', menu, details),
      toolCall('getOrder, full stack', orders, get),
      createOrder,
    ];
    const subjects = calls.map((call) => ({ call, server: stack }));
    return await measureRows(subjects, connectionCounts, { ...extent, report });
  } finally {
    await stack.stop();
  }
}

async function firstOrderId({ url, method, headers, body }: ReturnType<typeof toolCall>): Promise<string> {
  const response = await fetch(url, { method, headers, body: body?.(1) });
  const [orderId] = /ord_[\w-]{20}/.exec(await response.text()) ?? [];
  if (!orderId) throw new Error('The full stack took no order.');
  return orderId;
}
