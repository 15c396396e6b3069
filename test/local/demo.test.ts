import { runOrderFlow } from '../../local/demo/orderFlow';
import { run } from '../support/program';
import { useStack } from '../support/stack';

const unset = { APIM_GATEWAY_URL: '', MENU_MCP_URL: '', ORDERS_MCP_URL: '', APIM_SUBSCRIPTION_KEY: '' };
const demo = (env: Partial<typeof unset>) => run(['--require', 'tsx/cjs', 'local/demo/index.ts'], { ...unset, ...env });
const nowhere = {
  APIM_GATEWAY_URL: 'http://127.0.0.1:9',
  MENU_MCP_URL: 'http://127.0.0.1:9/menu/mcp',
  ORDERS_MCP_URL: 'http://127.0.0.1:9/orders/mcp',
};

describe.each([
  ['with a key', { key: true }],
  ['without keys', { key: false }],
])('the demo at a gateway %s', (_title, options) => {
  const stack = useStack(options);

  it('goes from the menu to an order, and shows every step', async () => {
    const lines: string[] = [];

    await runOrderFlow(stack().outputs, (line) => lines.push(line));

    const text = lines.join('\n');
    for (const tool of ['get_list_menus', 'get_menu_details', 'get_constraints', 'createOrder', 'getOrder']) {
      expect(text).toContain(tool);
    }
    expect(text).toMatch(/ord_[\w-]+ confirmed at .+\+09:00: ¥1,800/);
    expect(text).toContain('2 × 醤油ラーメン');
  });
});

describe('npm run demo', () => {
  it.each([
    [
      'nobody is at the gateway that the environment names',
      nowhere,
      4,
      /^http:\/\/127.0.0.1:9\/menu\/mcp cannot be reached/,
    ],
    [
      'the environment names half a gateway',
      { MENU_MCP_URL: nowhere.MENU_MCP_URL },
      2,
      /also set APIM_GATEWAY_URL and/,
    ],
  ])('says in one sentence that %s', async (_case, env, code, sentence) => {
    const { exitCode, stderr } = await demo(env);

    expect(exitCode).toBe(code);
    expect(stderr).toMatch(sentence);
  });
});
