import openapi from '../../functions/orders/openapi.json';
import { menu } from '../../menu';
import { callTool, useClient, type McpUrl } from '../support/mcpClient';
import type { OrderConfirmation } from '../support/orders';
import { describeTargets } from '../support/targets';

/** A call that must succeed, for every tool there is. `arguments` may use the order that `createOrder` placed. */
const calls: Readonly<Record<McpUrl, Record<string, (orderId: string) => Record<string, unknown>>>> = {
  MENU_MCP_URL: {
    get_list_menus: () => ({}),
    get_menu_details: () => ({ itemId: menu.items[0]?.id }),
    get_constraints: () => ({}),
  },
  ORDERS_MCP_URL: {
    createOrder: () => ({
      CreateOrderRequest: openapi.paths['/orders'].post.requestBody.content['application/json'].examples.minimal.value,
    }),
    getOrder: (orderId) => ({ orderId }),
  },
};
const paths: Record<string, Partial<Record<string, { operationId: string }>>> = openapi.paths;
const servers = Object.keys(calls) as McpUrl[];

describeTargets(
  'the acceptance conditions',
  (target) => {
    describe.each(servers)('%s', (server) => {
      const client = useClient(target, server);
      const ordersClient = useClient(target, 'ORDERS_MCP_URL');

      it('lists exactly the tools that are exercised here', async () => {
        const { tools } = await client().listTools();

        expect(tools.map(({ name }) => name).sort()).toEqual(Object.keys(calls[server]).sort());
      });

      it.each(Object.entries(calls[server]))('answers %s', async (name, argumentsFor) => {
        const placed = await callTool(ordersClient(), 'createOrder', calls.ORDERS_MCP_URL.createOrder?.(''));
        const { orderId } = placed.data as OrderConfirmation;

        const answer = await callTool(client(), name, argumentsFor(orderId));

        expect(answer.failed).toBe(false);
        expect(answer.data).toEqual(expect.any(Object));
      });
    });

    it('offers every operation of the orders API as a tool', () => {
      const ids = Object.values(paths).flatMap((path) =>
        Object.values(path).map((operation) => operation?.operationId),
      );

      expect(Object.keys(calls.ORDERS_MCP_URL).sort()).toEqual(ids.sort());
    });
  },
  { alsoWithoutKey: true },
);
