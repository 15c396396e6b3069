import { gateway as definition } from '../gateway';
import { mcpServerPath } from '../gateway/model';
import { subscriptionKeyHeader } from '../gateway/outputs';
import { newOrder, order, restApiKey, subscriptionKey } from './samples';

/** One kind of request, sent over and over. */
export interface Call {
  name: string;
  url: string;
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body?: (id: number) => string;
  /** Whether an answer is the right one for the request with this id. */
  accepts: (answer: { status: number; body: string; id: number }) => boolean;
}

/** The origins of the servers under test. */
type Origins = Record<'rest' | 'mcp' | 'gateway' | 'bare' | 'sdk', string>;

const { mcpServers, restApis } = definition;
const json = { 'content-type': 'application/json' };

/** The calls in the order in which they are measured: what a call is compared with stands beside it. */
export function calls({ rest, mcp, gateway, bare, sdk }: Origins): Call[] {
  const orders = { url: gateway + mcpServerPath(mcpServers.orders), key: subscriptionKey };
  const directly = `${rest}${restApis.orders.backend.path}/orders`;
  return [
    { ...restCall, name: 'REST getOrder, direct', method: 'GET', url: `${directly}/${order.orderId}` },
    toolCall('MCP getOrder, gateway', orders, getOrderTool),
    toolCall('MCP getOrder, bare bridge', { url: `${bare}/mcp` }, getOrderTool),
    toolCall('MCP no-op, SDK server', { url: `${sdk}/mcp` }, { name: 'noop', arguments: {}, expect: '{}' }),
    { ...restCall, ...postOrder, name: 'REST createOrder, direct', url: directly },
    toolCall('MCP createOrder, gateway', orders, createOrderTool),
    toolCall('MCP tool, upstream direct', { url: mcp + mcpServers.menu.backend.path }, menuTool),
    toolCall(
      'MCP tool, passed through',
      { url: gateway + mcpServerPath(mcpServers.menu), key: subscriptionKey },
      menuTool,
    ),
  ];
}

/** A tool, its arguments, and a text that the result must contain. */
interface ToolCall {
  name: string;
  arguments: object;
  expect: string;
}

const getOrderTool = { name: 'getOrder', arguments: { orderId: order.orderId }, expect: order.orderId };
const createOrderTool = { name: 'createOrder', arguments: { CreateOrderRequest: newOrder }, expect: order.orderId };
const menuTool = { name: 'get_menu_details', arguments: { itemId: 'ramen-shoyu' }, expect: '{}' };

const postOrder = { method: 'POST', body: () => JSON.stringify(newOrder) } as const;

const restCall = {
  headers: { ...json, [restApis.orders.key.header]: restApiKey },
  accepts: ({ status, body }: { status: number; body: string }) =>
    (status === 200 || status === 201) && body.includes(order.orderId),
};

/** A `tools/call` over Streamable HTTP whose id must come back in a result that is no error. */
export function toolCall(name: string, { url, key }: { url: string; key?: string }, tool: ToolCall): Call {
  const { expect, ...params } = tool;
  return {
    name,
    url,
    method: 'POST',
    headers: {
      ...json,
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2025-06-18',
      ...(key ? { [subscriptionKeyHeader]: key } : {}),
    },
    body: (id) => JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params }),
    accepts: ({ status, body, id }) =>
      status === 200 &&
      new RegExp(`"id":${id}[,}]`).test(body) &&
      body.includes('"result":') &&
      body.includes(expect) &&
      !body.includes('"isError":true'),
  };
}
