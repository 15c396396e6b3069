import { access, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { subscriptionKeyHeader } from '../../gateway/outputs';
import { keptSubscriptionKey } from '../../local/keys';
import { listen } from '../../local/process/listen';
import { startStack, type Stack } from '../../local/stack';
import { LineLog } from '../support/lineLog';
import { serverPaths, servers } from '../support/published';
import { post, request } from '../support/rpc';
import { useTemporaryFolder } from '../support/temporaryFolder';

const folder = useTemporaryFolder();
const running: Stack[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((stack) => stack.stop()));
});

async function start(...options: Parameters<typeof startStack>): Promise<Stack> {
  const stack = await startStack(...options);
  running.push(stack);
  return stack;
}

describe('a stack', () => {
  it('answers at the addresses in its outputs, to whoever has the key, and hears of each request', async () => {
    const log = new LineLog();
    const { outputs } = await start({
      subscriptionKey: 'sesame',
      accessLog: ({ api, operation, status }) => {
        log.write(`${api ?? ''} ${operation ?? ''} ${status}`);
      },
    });
    const key = { [subscriptionKeyHeader]: outputs.APIM_SUBSCRIPTION_KEY };

    const inside = await Promise.all(servers.map((server) => post(outputs[server], request('tools/list'), key)));
    const outside = await Promise.all(servers.map((server) => post(outputs[server], request('tools/list'))));

    expect(inside.map(({ status }) => status)).toEqual(servers.map(() => 200));
    expect(outside.map(({ status }) => status)).toEqual(servers.map(() => 401));
    expect(outputs).toMatchObject({ APIM_SUBSCRIPTION_KEY: 'sesame' });
    for (const server of servers) expect(outputs[server]).toBe(outputs.APIM_GATEWAY_URL + serverPaths[server]);
    await expect(log.find('orders')).resolves.toBe('orders tools/list 200');
  });

  it('asks for no key when it has none, and has another key for the REST API each time', async () => {
    const [one, other] = await Promise.all([start(), start()]);

    const answer = await post(one.outputs.MENU_MCP_URL, request('tools/list'));

    expect(answer.status).toBe(200);
    expect(one.outputs.APIM_SUBSCRIPTION_KEY).toBe('');
    expect(one.outputs.ORDERS_API_KEY).not.toBe(other.outputs.ORDERS_API_KEY);
  });

  it('that cannot start in full leaves nothing behind', async () => {
    const blocker = createServer();
    const port = await listen(blocker, 0);
    const log = new LineLog();
    const dataFolder = join(folder(), 'failed');

    const starting = startStack({
      port,
      dataFolder,
      log: (line) => {
        log.write(line);
      },
    });

    await expect(starting).rejects.toThrow(`Port ${port} is in use`);
    const endpoint = /http:\S+/.exec(await log.find('menu: MCP server endpoint'))?.[0] ?? '';
    await expect(fetch(endpoint)).rejects.toThrow('fetch failed');
    await expect(access(join(dataFolder, 'stack.pid'))).rejects.toThrow('ENOENT');
    blocker.close();
  });
});

describe('the key of a data folder', () => {
  it('stays the same', async () => {
    const first = await keptSubscriptionKey(join(folder(), 'kept'));

    const second = await keptSubscriptionKey(join(folder(), 'kept'));

    expect(first).toMatch(/^[\da-f]{32}$/);
    expect(second).toBe(first);
  });

  it('is for this user alone', async () => {
    await keptSubscriptionKey(join(folder(), 'private'));

    const { mode } = await stat(join(folder(), 'private/subscription.key'));

    expect(mode & 0o777).toBe(0o600);
  });
});
