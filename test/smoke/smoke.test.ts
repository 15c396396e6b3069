import { execFile } from 'node:child_process';
import { createServer, request as forward, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Outputs } from '../../gateway/outputs';
import { exitCodes } from '../../terminal/userError';
import { servers } from '../support/published';
import { useStack } from '../support/stack';
import { eventually, type Patience } from './patience';
import { smoke } from './run';

const short: Patience = { total: 2_000, first: 10, longest: 50 };
const none: Patience = { total: 0, first: 1, longest: 1 };

describe('npm run smoke', () => {
  const stack = useStack({ key: true });

  async function check(outputs: Outputs, patience = short): Promise<string[]> {
    const lines: string[] = [];
    await smoke(outputs, patience, (line) => lines.push(line));
    return lines;
  }

  it('finds every promise kept by a gateway that works', async () => {
    const lines = await check(stack().outputs);

    expect(lines.map((line) => line.split(':')[0])).toEqual([
      ...servers.map((server) => `ok      ${server} lists tools`),
      ...servers.map((server) => expect.stringMatching(`^ok      ${server} answers `) as string),
      ...servers.map((server) => `ok      ${server} refuses a caller without a key`),
    ]);
  });

  it('prints the same from the command line', async () => {
    const env = { PATH: process.env.PATH, ...stack().outputs };

    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--require', 'tsx/cjs', join(__dirname, 'index.ts')],
      { env },
    );

    expect(stdout.match(/^ok {6}/gm)).toHaveLength(3 * servers.length);
  });

  it('says which variables it lacks', async () => {
    const run = promisify(execFile)(process.execPath, ['--require', 'tsx/cjs', join(__dirname, 'index.ts')], {
      env: { PATH: process.env.PATH, APIM_GATEWAY_URL: 'http://localhost' },
    });

    await expect(run).rejects.toMatchObject({
      code: exitCodes.misuse,
      stderr: expect.stringContaining(servers.map((server) => `${server} is missing.`).join(' ')),
    });
  });

  it('fails for a gateway that does not know the key', async () => {
    const checking = check({ ...stack().outputs, APIM_SUBSCRIPTION_KEY: 'wrong' }, none);

    await expect(checking).rejects.toMatchObject({
      kind: 'authentication',
      message: expect.stringMatching(/^FAILED {2}\w+ lists tools: .*401/),
    });
  });

  it('fails for a gateway that is not there', async () => {
    const checking = check({ ...stack().outputs, MENU_MCP_URL: 'http://127.0.0.1:9/menu/mcp' }, none);

    await expect(checking).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringMatching(/127.0.0.1:9/),
    });
  });

  it('waits for a gateway that does not know its servers yet', async () => {
    const late = await startLateGateway(new URL(stack().outputs.MENU_MCP_URL), 3);
    const { outputs } = stack();

    const lines = await check({ ...outputs, MENU_MCP_URL: late.url });
    late.server.close();

    expect(lines[0]).toMatch(/\(attempt 4\)$/);
  });
});

describe('npm run smoke against a gateway that asks for no key', () => {
  const stack = useStack({ key: false });

  it('does not check that one is asked for', async () => {
    const lines: string[] = [];

    await smoke(stack().outputs, short, (line) => lines.push(line));

    expect(lines).toHaveLength(2 * servers.length);
  });

  it('fails when one should have been asked for', async () => {
    const checking = smoke({ ...stack().outputs, APIM_SUBSCRIPTION_KEY: 'any' }, none, () => undefined);

    await expect(checking).rejects.toMatchObject({
      kind: 'failed',
      message: 'FAILED  MENU_MCP_URL refuses a caller without a key: It answered 200 instead of 401.',
    });
  });
});

describe('patience', () => {
  it('ends with the reason of the last attempt', async () => {
    let attempts = 0;

    const tried = eventually(() => Promise.reject(new Error(`attempt ${(attempts += 1)}`)), {
      total: 40,
      first: 10,
      longest: 10,
    });

    await expect(tried).rejects.toThrow(/^attempt [2-5]$/);
  });
});

/** A gateway that answers 404 so many times, as API Management does while a new API spreads, and then is the given one. */
async function startLateGateway(target: URL, refusals: number): Promise<{ url: string; server: Server }> {
  let left = refusals;
  const server = createServer((request, response) => {
    if (left > 0) {
      left -= 1;
      response.writeHead(404).end('{ "statusCode": 404, "message": "Resource not found" }');
      return;
    }
    const { method, headers } = request;
    request.pipe(
      forward(target, { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, server };
}
