import { execFile } from 'node:child_process';
import { mkdtemp, readdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { subscriptionKeyHeader, type McpUrlOutput, type Outputs } from '../../gateway/outputs';
import { listen } from '../../local/process/listen';
import { anOrder } from '../support/orders';
import { serverPaths, servers } from '../support/published';
import { post, request } from '../support/rpc';
import {
  endProgramsAfterAll,
  npmStart,
  startProgram,
  startWithoutBundles,
  type StartedProgram,
} from '../support/startedProgram';
import { useTemporaryFolder } from '../support/temporaryFolder';

const folder = useTemporaryFolder();
const emptyFolder = () => mkdtemp(join(folder(), 'cwd-'));

endProgramsAfterAll();

describe('npm start', () => {
  it.each<[string, (program: StartedProgram) => void]>([
    [
      'SIGTERM to npm alone',
      (program) => {
        program.signal('SIGTERM');
      },
    ],
    [
      'Ctrl-C in its terminal',
      (program) => {
        program.signalGroup('SIGINT');
      },
    ],
  ])('ends with all that it started on %s', async (_title, interrupt) => {
    const program = npmStart('--json', '--port', '0', '--ephemeral');
    const { APIM_GATEWAY_URL } = await program.outputs();
    const descendants = program.descendants();

    interrupt(program);

    await program.ended();
    expect(descendants.length).toBeGreaterThanOrEqual(4);
    // Their outputs are closed by now; no event tells when the system has taken them off its list.
    while (descendants.some(isAlive)) await pause(10);
    await expect(fetch(APIM_GATEWAY_URL)).rejects.toThrow('fetch failed');
  });
});

describe('orders kept in .data', () => {
  let cwd: string;
  let program: StartedProgram;
  let outputs: Outputs;
  let orderId: string;

  const startAgain = async () => {
    program = await startProgram(cwd, '--json', '--port', '0');
    outputs = await program.outputs();
  };
  beforeAll(async () => {
    cwd = await emptyFolder();
    await startAgain();
    orderId = await placeOrder(outputs);
  });
  afterAll(() => stop(program));

  it('belong to one stack at a time', async () => {
    const second = await startProgram(cwd, '--json', '--port', '0');

    await expect(second.ended()).resolves.toBe(1);
    expect(second.stderr.lines().join('\n')).toMatch(
      /^Another stack \(process \d+\) keeps its orders in \.data: .+--ephemeral\.$/,
    );
  });

  it('are there for the next run, as is the key', async () => {
    const before = outputs;
    await stop(program);

    await startAgain();

    expect(outputs.APIM_SUBSCRIPTION_KEY).toBe(before.APIM_SUBSCRIPTION_KEY);
    await expect(call(outputs, 'ORDERS_MCP_URL', 'getOrder', { orderId })).resolves.toContain(orderId);
  });

  it('are there after the program was killed', async () => {
    const later = await placeOrder(outputs);
    program.signal('SIGKILL');
    await program.ended();

    await startAgain();

    await expect(call(outputs, 'ORDERS_MCP_URL', 'getOrder', { orderId: later })).resolves.toContain(later);
  });
});

describe('the program', () => {
  it('prints its outputs as the only line of standard output with --json', async () => {
    const program = await startProgram(await emptyFolder(), '--json', '--port', '0', '--ephemeral');
    const outputs = await program.outputs();
    await stop(program);

    expect(program.stdout.lines()).toEqual([JSON.stringify(outputs)]);
    const keys = ['APIM_SUBSCRIPTION_KEY', 'ORDERS_API_KEY'] as const;
    expect(Object.keys(outputs).sort()).toEqual(['APIM_GATEWAY_URL', ...keys, ...servers].sort());
    for (const key of keys) expect(outputs[key]).toMatch(/^[\da-f]{32}$/);
  });

  it('prints lines to paste, shows each request with --verbose and keeps nothing with --ephemeral', async () => {
    const cwd = await emptyFolder();
    const program = await startProgram(cwd, '--port', '0', '--ephemeral', '--no-key', '--verbose');
    const { menu, orders } = readServers(await program.stdout.find('{"servers"'));

    await post(orders.url, request('tools/call', { name: 'getOrder', arguments: { orderId: 'ord_none' } }));

    const line = await program.stderr.find('getOrder');
    const text = program.stdout.lines().join('\n');
    expect(line).toMatch(/^\d{4}-\S+Z orders getOrder 200 \d+\.\d ms$/);
    expect(menu.type).toBe('http');
    expect(new URL(menu.url).pathname).toBe(serverPaths.MENU_MCP_URL);
    expect(text).toContain(`npx mcp-inspector --cli ${menu.url}`);
    expect(text).toContain(`curl -s ${menu.url}`);
    await stop(program);
    await expect(readdir(cwd)).resolves.toEqual(['dist']);
  });

  it('shows the secret of the gateway in no line, no output and no list of processes', async () => {
    const program = await startProgram(await emptyFolder(), '--json', '--port', '0', '--ephemeral', '--verbose');
    const outputs = await program.outputs();
    const processes = program.descendants();
    const secrets = new Set((await listed('eww', processes)).match(/(?<=GATEWAY_SECRET=)\w+/g));

    await placeOrder(outputs);
    await call(outputs, 'MENU_MCP_URL', 'get_menu_details', {});
    await fetch(outputs.MENU_MCP_URL);
    const commands = await listed('ww', processes);
    await stop(program);

    const [secret] = secrets;
    const told = [...program.stdout.lines(), ...program.stderr.lines(), commands].join('\n');
    expect(secrets.size).toBe(1);
    expect(secret).toMatch(/^[\da-f]{32}$/);
    expect(told).toContain('createOrder');
    expect(told).not.toContain(secret);
  });

  it('says in one sentence that a bundle is missing', async () => {
    const program = startWithoutBundles(await emptyFolder(), '--port', '0', '--ephemeral');

    await expect(program.ended()).resolves.toBe(1);
    expect(program.stderr.lines()).toEqual([
      expect.stringMatching(/^There is no app in \S+dist.menu: host\.json is missing\. Run npm run build\.$/),
    ]);
  });

  it('says in one sentence that its port is taken', async () => {
    const blocker = createServer();
    const port = await listen(blocker, 0);

    const program = await startProgram(await emptyFolder(), '--port', String(port), '--ephemeral');

    await expect(program.ended()).resolves.toBe(1);
    expect(program.stderr.lines().filter((line) => !line.startsWith('menu: '))).toEqual([
      `Port ${port} is in use: stop the program that uses it or choose another port.`,
    ]);
    blocker.close();
  });
});

interface Server {
  type: string;
  url: string;
}

function readServers(line: string): Record<'menu' | 'orders', Server> {
  return (JSON.parse(line) as { servers: Record<'menu' | 'orders', Server> }).servers;
}

/** The commands of processes; with `e` among the options their environments, too. */
async function listed(options: string, processes: readonly number[]): Promise<string> {
  const { stdout } = await promisify(execFile)('ps', [options, '-o', 'command=', '-p', processes.join(',')]);
  return stdout;
}

async function stop(program: StartedProgram): Promise<void> {
  program.signal('SIGTERM');
  await expect(program.ended()).resolves.toBe(0);
}

async function call(outputs: Outputs, url: McpUrlOutput, name: string, args: object): Promise<string> {
  const key = { [subscriptionKeyHeader]: outputs.APIM_SUBSCRIPTION_KEY };
  const answer = await post(outputs[url], request('tools/call', { name, arguments: args }), key);
  const { content } = answer.messages[0]?.result as { content: [{ text: string }] };
  return content[0].text;
}

async function placeOrder(outputs: Outputs): Promise<string> {
  const text = await call(outputs, 'ORDERS_MCP_URL', 'createOrder', { CreateOrderRequest: anOrder() });
  return (JSON.parse(text) as { orderId: string }).orderId;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
