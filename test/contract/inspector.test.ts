import { subscriptionKeyHeader, type McpUrlOutput } from '../../gateway/outputs';
import { menu } from '../../menu';
import { anOrder, unknownOrderId } from '../support/orders';
import { runPackage } from '../support/program';
import { servers, toolNames } from '../support/published';
import { describeTargets } from '../support/targets';
import { useTemporaryFolder } from '../support/temporaryFolder';

/** Exit codes of MCP Inspector's command line. */
const exits = { ok: 0, unauthorized: 3, toolError: 5 };

describeTargets('MCP Inspector', (target) => {
  const folder = useTemporaryFolder();
  const inspect = async (server: McpUrlOutput, args: string[], key = target.outputs().APIM_SUBSCRIPTION_KEY) => {
    const header = key ? ['--header', `${subscriptionKeyHeader}: ${key}`] : [];
    const { exitCode, stdout, stderr } = await runPackage(
      '@modelcontextprotocol/inspector',
      'mcp-inspector',
      ['--cli', target.outputs()[server], '--transport', 'http', '--format', 'json', ...header, ...args],
      { MCP_STORAGE_DIR: folder(), MCP_INSPECTOR_OAUTH_STATE_PATH: `${folder()}/oauth.json` },
    );
    return { exitCode, stderr, answer: parse(stdout) };
  };
  const call = (server: McpUrlOutput, tool: string, args: object) =>
    inspect(server, ['--method', 'tools/call', '--tool-name', tool, '--tool-args-json', JSON.stringify(args)]);

  it.each(servers)('lists the tools of %s and finds nothing wrong with them', async (server) => {
    const { exitCode, answer } = await inspect(server, ['--method', 'tools/list', '--strict']);

    expect(exitCode).toBe(exits.ok);
    expect(answer.result?.tools?.map(({ name }) => name).sort()).toEqual([...toolNames[server]].sort());
  });

  it('reads the menu', async () => {
    const { exitCode, answer } = await call('MENU_MCP_URL', 'get_list_menus', {});

    expect(exitCode).toBe(exits.ok);
    expect(answer.result?.structuredContent).toMatchObject({ menuVersion: menu.menuVersion });
  });

  it('places an order', async () => {
    const { exitCode, answer } = await call('ORDERS_MCP_URL', 'createOrder', { CreateOrderRequest: anOrder() });

    expect(exitCode).toBe(exits.ok);
    expect(answer.result?.content?.[0]?.text).toContain('"confirmed"');
  });

  it.each([
    ['MENU_MCP_URL', 'get_menu_details', { itemId: 'ramen-curry' }],
    ['ORDERS_MCP_URL', 'getOrder', { orderId: unknownOrderId }],
  ] as const)('sees a failed call of %s as a tool error', async (server, tool, args) => {
    const { exitCode } = await call(server, tool, args);

    expect(exitCode).toBe(exits.toolError);
  });

  if (!target.asksForKey) return;

  it('is told to authenticate when its key is wrong', async () => {
    const { exitCode } = await inspect('ORDERS_MCP_URL', ['--method', 'tools/list', '--stored-auth-only'], 'wrong');

    expect(exitCode).toBe(exits.unauthorized);
  });
});

interface InspectorAnswer {
  result?: { tools?: { name: string }[]; content?: { text: string }[]; structuredContent?: unknown };
}

function parse(stdout: string): InspectorAnswer {
  return stdout.trim() === '' ? {} : (JSON.parse(stdout) as InspectorAnswer);
}
