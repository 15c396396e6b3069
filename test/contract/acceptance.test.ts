import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { operations } from '../../functions/orders/openapi';
import openapi from '../../functions/orders/openapi.json';
import { gateway } from '../../gateway';
import type { McpUrlOutput } from '../../gateway/outputs';
import { menu } from '../../menu';
import { operationIds } from '../support/contract';
import { callTool, useClient } from '../support/mcpClient';
import type { OrderConfirmation } from '../support/orders';
import { serverPaths, servers, toolNames } from '../support/published';
import { describeTargets } from '../support/targets';

/** How a tool is called so that it must succeed, and the members of what it then answers. */
interface Exercise {
  args: (orderId: string) => Record<string, unknown>;
  members: string[];
}

/**
 * The specification's own names and shapes, written out: this file is the one place that knows them by heart. A server or
 * an operation that is not exercised here does not compile; a tool fails the test that lists them.
 */
const exercises = {
  MENU_MCP_URL: {
    get_list_menus: { args: () => ({}), members: ['menuVersion', 'categories', 'items'] },
    get_menu_details: {
      args: () => ({ itemId: menu.items[0]?.id }),
      members: ['id', 'name', 'description', 'basePrice', 'allergens', 'options'],
    },
    get_constraints: { args: () => ({}), members: ['openHours', 'maxItemsPerOrder', 'notes'] },
  },
  ORDERS_MCP_URL: {
    createOrder: {
      args: () => ({
        CreateOrderRequest:
          openapi.paths['/orders'].post.requestBody.content['application/json'].examples.minimal.value,
      }),
      members: ['orderId', 'status', 'total', 'currency', 'createdAt', 'validationWarnings'],
    },
    getOrder: {
      args: (orderId) => ({ orderId }),
      members: ['orderId', 'status', 'items', 'total', 'currency', 'createdAt'],
    },
  } satisfies Record<keyof operations, Exercise>,
} satisfies Record<McpUrlOutput, Record<string, Exercise>>;

const exercisesOf = (server: McpUrlOutput) => Object.entries<Exercise>(exercises[server]);

describe('the names of the specification', () => {
  it('are those of the paths on the gateway and at the apps', () => {
    expect(serverPaths).toEqual({ MENU_MCP_URL: '/menu/mcp', ORDERS_MCP_URL: '/orders/mcp' });
    expect(gateway.mcpServers.menu.backend.path).toBe('/runtime/webhooks/mcp');
    expect(gateway.restApis.orders).toMatchObject({ path: 'api', backend: { path: '/api' } });
    expect(Object.keys(openapi.paths)).toEqual(['/orders', '/orders/{orderId}']);
  });

  it('are those of the keys', () => {
    expect(gateway.restApis.orders.key).toMatchObject({ header: 'Orders-Api-Key', query: 'orders-api-key' });
  });

  it('are all offered as tools: every operation of the orders API, and every tool of the menu app', () => {
    expect([...toolNames.ORDERS_MCP_URL].sort()).toEqual([...operationIds].sort());
    expect(toolNames.MENU_MCP_URL).toEqual(['get_list_menus', 'get_menu_details', 'get_constraints']);
  });
});

describeTargets(
  'the acceptance conditions',
  (target) => {
    describe.each(servers)('%s', (server) => {
      const client = useClient(target, server);
      const ordersClient = useClient(target, 'ORDERS_MCP_URL');

      it('lists exactly the tools that are exercised here', async () => {
        const { tools } = await client().listTools();

        expect(tools.map(({ name }) => name).sort()).toEqual(Object.keys(exercises[server]).sort());
      });

      it.each(exercisesOf(server))('answers %s', async (name, { args, members }) => {
        const answer = await callTool(client(), name, args(args.length > 0 ? await placeOrder(ordersClient()) : ''));

        expect(answer.failed).toBe(false);
        expect(Object.keys(answer.data as object).sort()).toEqual([...members].sort());
      });
    });
  },
  { alsoWithoutKey: true },
);

async function placeOrder(client: Client): Promise<string> {
  const placed = await callTool(client, 'createOrder', exercises.ORDERS_MCP_URL.createOrder.args());
  return (placed.data as OrderConfirmation).orderId;
}
