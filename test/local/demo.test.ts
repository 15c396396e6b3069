import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gateway } from '../../gateway';
import { mcpServerPath } from '../../gateway/model';
import { mcpUrlOutputs, type Outputs } from '../../gateway/outputs';
import { runOrderFlow } from '../../local/demo/orderFlow';
import { exitCodes } from '../../terminal/userError';
import { price } from '../support/orders';
import { run } from '../support/program';
import { toolNames } from '../support/published';
import { useStack } from '../support/stack';

const unset: Outputs = {
  APIM_GATEWAY_URL: '',
  APIM_SUBSCRIPTION_KEY: '',
  ORDERS_API_KEY: '',
  ...mcpUrlOutputs(gateway, () => ''),
};
const demo = (env: Partial<Outputs>) => run(['--require', 'tsx/cjs', 'local/demo/index.ts'], { ...unset, ...env });
/** A gateway at a port where nobody listens. */
const nowhere = {
  APIM_GATEWAY_URL: 'http://127.0.0.1:9',
  ...mcpUrlOutputs(gateway, (server) => `http://127.0.0.1:9${mcpServerPath(server)}`),
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
    const called = [...text.matchAll(/→ (?:menu|orders): (\w+)/g)].map(([, tool]) => tool);
    expect(called).toHaveLength(5);
    expect(Object.values(toolNames).flat()).toEqual(expect.arrayContaining(called));
    expect(text).toMatch(/ord_[\w-]+ confirmed at .+\+09:00: ¥/);
    expect(text).toContain(`: ¥${(2 * price('ramen-shoyu')).toLocaleString('en')}`);
    expect(text).toContain('2 × 醤油ラーメン');
  });
});

describe('npm run demo', () => {
  const stack = useStack({ key: true });

  it('says in one sentence that nobody is at the gateway which the environment names', async () => {
    const { exitCode, stderr } = await demo(nowhere);

    expect(exitCode).toBe(exitCodes.unreachable);
    expect(stderr).toMatch(/^http:\/\/127\.0\.0\.1:9\/\S+ cannot be reached: .+\.\n$/);
  });

  it('says in one sentence that what answers there is no MCP server', async () => {
    const web = createServer((_request, response) => response.end('It works!')).listen(0, '127.0.0.1');
    await once(web, 'listening');
    const url = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;

    const { exitCode, stderr } = await demo({
      APIM_GATEWAY_URL: url,
      ...mcpUrlOutputs(gateway, (server) => url + mcpServerPath(server)),
    });
    web.close();

    expect(exitCode).toBe(exitCodes.failed);
    expect(stderr).toMatch(/^http\S+ does not answer as an MCP server does: .+\.\n$/);
  });

  it('says in one sentence that the gateway does not accept the key', async () => {
    const { exitCode, stderr } = await demo({ ...stack().outputs, APIM_SUBSCRIPTION_KEY: 'wrong' });

    expect(exitCode).toBe(exitCodes.authentication);
    expect(stderr).toMatch(/^http\S+ does not accept the subscription key \(401\): set APIM_SUBSCRIPTION_KEY .+\.\n$/);
  });
});
