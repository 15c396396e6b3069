import type { gatewaySecretHeader } from '../functions/gatewaySecret';
import type { operations } from '../functions/orders/openapi';
import ordersDocument from '../functions/orders/openapi.json';
import { policyFolder, type Gateway, type PassthroughServer, type RestToolsServer } from './model';

/** What this gateway publishes, in Azure and on a laptop. The types in `model.ts` say what each property means. */
export const gateway = {
  policyFolder,
  policy: 'global.xml',
  product: {
    name: 'agents',
    displayName: 'Agents',
    description: 'Everything an agent needs to read the menu and to order.',
  },
  limits: { calls: 1000, renewalPeriodSeconds: 60, backendTimeoutSeconds: 60 },
  secret: { header: 'Gateway-Secret', namedValue: 'gateway-secret' },
  restApis: {
    orders: {
      path: 'api',
      displayName: 'Orders API',
      description: 'Places orders at the ramen shop and looks them up.',
      document: ordersDocument,
      backend: { app: 'orders', path: '/api' },
      key: { header: 'Orders-Api-Key', query: 'orders-api-key', namedValue: 'orders-api-key' },
      policy: 'ordersApi.xml',
    },
  },
  mcpServers: {
    menu: {
      path: 'menu/mcp',
      displayName: 'Menu',
      description: 'The menu, the details of each dish and the rules for ordering.',
      backend: { app: 'menu', path: '/runtime/webhooks/mcp' },
      policy: 'passthroughServer.xml',
    },
    orders: {
      path: 'orders',
      displayName: 'Orders',
      description: 'Places orders and looks them up.',
      api: 'orders',
      tools: [
        {
          operationId: 'createOrder',
          description:
            'Place an order. Read the menu and the constraints first: menuVersion and menuItemId come from there. ' +
            'Set idempotencyKey to a new UUID for each order and repeat it when you retry, so that a retry never orders twice.',
        },
        { operationId: 'getOrder', description: 'Look up an order by the orderId that createOrder returned.' },
      ],
      policy: 'ordersServer.xml',
    },
  },
} as const satisfies Gateway & {
  secret: { header: typeof gatewaySecretHeader };
  mcpServers: Record<string, PassthroughServer | RestToolsServer<'orders', keyof operations>>;
};

export type McpServerName = keyof typeof gateway.mcpServers;
export type RestApiName = keyof typeof gateway.restApis;

type Row = (typeof gateway.mcpServers)[McpServerName] | (typeof gateway.restApis)[RestApiName];
/** A function app that the gateway publishes. */
export type AppName = Extract<Row, { backend: object }>['backend']['app'];
