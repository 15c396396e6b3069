import { gateway } from '../../gateway';
import { subscriptionKeyHeader } from '../../gateway/outputs';
import { contractMistakes } from '../support/contract';
import { anOrder, ordersPath, unknownOrderId, type Problem } from '../support/orders';
import { toolNames } from '../support/published';
import { post, request, rpcHeaders } from '../support/rpc';
import { describeTargets } from '../support/targets';

const { header } = gateway.secret;
/** Long enough to be a secret of some gateway. */
const guessed = { [header]: 'guess'.repeat(10) };
const callMenu = request('tools/call', { name: 'get_list_menus', arguments: {} });
const callOrders = request('tools/call', { name: 'getOrder', arguments: { orderId: unknownOrderId } });

describeTargets(
  'the way in',
  (target) => {
    const { apps } = target;
    if (!apps) {
      process.stderr.write(
        'Skipped: calls around the gateway. They need MENU_SITE_NAME, ORDERS_SITE_NAME and a FUNCTION_ACCESS that is gateway.\n',
      );
    }

    (apps ? describe : describe.skip)('around the gateway', () => {
      const ordersUrl = () => `${String(apps?.().orders)}${ordersPath.app}`;
      const menuUrl = () => `${String(apps?.().menu)}${gateway.mcpServers.menu.backend.path}`;
      const callers = [
        ['without a secret', {}],
        ['with a wrong one', guessed],
        ['with the agents’ key', { [subscriptionKeyHeader]: 'key' }],
      ] as const;

      it.each(callers)('takes no order from a caller %s', async (_title, headers) => {
        const response = await fetch(ordersUrl(), {
          method: 'POST',
          headers: { ...rpcHeaders, ...headers },
          body: JSON.stringify(anOrder()),
        });

        const problem = (await response.json()) as Problem;
        expect(response.status).toBe(401);
        expect(problem.code).toBe('gateway-required');
        expect(contractMistakes('createOrder', response, problem)).toEqual([]);
      });

      it.each(callers)('shows no order to a caller %s', async (_title, headers) => {
        const response = await fetch(`${ordersUrl()}/${unknownOrderId}`, { headers });

        expect(response.status).toBe(401);
        expect(await response.json()).toMatchObject({ code: 'gateway-required' });
      });

      it.each(callers)('answers no tool call of a caller %s', async (_title, headers) => {
        const { messages } = await post(menuUrl(), callMenu, headers);

        const text = 'This tool answers through the gateway only: connect to the MCP server there.';
        expect(messages[0]?.result).toEqual({ isError: true, content: [{ type: 'text', text }] });
      });

      // The specification asks for an anonymous webhook, and the extension answers this one by itself.
      it('lists the tools of the menu', async () => {
        const { messages } = await post(menuUrl(), request('tools/list'));

        const { tools } = messages[0]?.result as { tools: { name: string }[] };
        expect(tools.map(({ name }) => name)).toEqual(toolNames.MENU_MCP_URL);
      });
    });

    it('is the same for a caller of the menu who guesses at the secret', async () => {
      const outputs = target.outputs();
      const key = { [subscriptionKeyHeader]: outputs.APIM_SUBSCRIPTION_KEY };

      const { messages } = await post(outputs.MENU_MCP_URL, callMenu, { ...key, ...guessed });

      expect(messages[0]?.result).toMatchObject({ structuredContent: { menuVersion: expect.any(String) } });
    });

    it('is the same for a caller of the orders who guesses at the secret', async () => {
      const outputs = target.outputs();
      const key = { [subscriptionKeyHeader]: outputs.APIM_SUBSCRIPTION_KEY };

      const { body } = await post(outputs.ORDERS_MCP_URL, callOrders, { ...key, ...guessed });

      expect(body).toContain('order-not-found');
    });
  },
  { alsoWithoutKey: true },
);
