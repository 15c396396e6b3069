import { gateway } from '../../../gateway';
import type { Gateway } from '../../../gateway/model';

/** One more MCP server of each kind than the repository's own gateway has. */
export const specials = {
  path: 'specials/mcp',
  displayName: 'Specials',
  description: 'What is on offer today.',
  backend: { app: 'menu', path: '/runtime/webhooks/mcp' },
  policy: 'passthroughServer.xml',
} as const;

export const tracking = {
  path: 'tracking',
  displayName: 'Tracking',
  description: 'Where an order is.',
  api: 'orders',
  tools: [{ operationId: 'getOrder', description: 'Look up an order.' }],
  policy: 'ordersServer.xml',
} as const;

export function withServers(mcpServers: Gateway['mcpServers']): Gateway {
  return { ...gateway, mcpServers: { ...gateway.mcpServers, ...mcpServers } };
}
