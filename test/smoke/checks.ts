import { randomUUID } from 'node:crypto';
import openapi from '../../functions/orders/openapi.json';
import type { McpUrlOutput, Outputs } from '../../gateway/outputs';
import { connectionFailure } from '../../local/demo/toolClient';
import { callTool, connect } from '../support/mcpClient';

/** Milliseconds that one attempt may take; a cold function app needs some of them. */
const ATTEMPT = 60_000;

interface Check {
  title: string;
  /** Says what it saw. */
  run: () => Promise<string>;
}

/** The promises that a gateway can be told by within a minute: its tools, one call to each server, and its keys. */
export function checksFor(outputs: Outputs): Check[] {
  // One key for all attempts: an order that was placed by an attempt that failed later is not placed again.
  const idempotencyKey = randomUUID();
  const order = openapi.paths['/orders'].post.requestBody.content['application/json'].examples.minimal.value;
  const calls: Record<McpUrlOutput, { tool: string; args: Record<string, unknown> }> = {
    MENU_MCP_URL: { tool: 'get_list_menus', args: {} },
    ORDERS_MCP_URL: { tool: 'createOrder', args: { CreateOrderRequest: { ...order, idempotencyKey } } },
  };
  const servers = Object.keys(calls) as McpUrlOutput[];
  return [
    ...servers.map((server) => ({ title: `${server} lists tools`, run: () => listTools(outputs, server) })),
    ...servers.map((server) => ({
      title: `${server} answers ${calls[server].tool}`,
      run: () => call(outputs, server, calls[server]),
    })),
    ...(outputs.APIM_SUBSCRIPTION_KEY === '' ? [] : servers).map((server) => ({
      title: `${server} refuses a caller without a key`,
      run: () => refuse(outputs[server]),
    })),
  ];
}

async function listTools(outputs: Outputs, server: McpUrlOutput): Promise<string> {
  const client = await reach(outputs, server);
  try {
    const { tools } = await client.listTools(undefined, { timeout: ATTEMPT });
    // A server whose backend is not found yet, or not at all, offers an empty list and no error.
    if (tools.length === 0) throw new Error('It offers no tools.');
    return tools.map(({ name }) => name).join(', ');
  } finally {
    await client.close();
  }
}

function reach(outputs: Outputs, server: McpUrlOutput): ReturnType<typeof connect> {
  return connect(outputs, server).catch((error: unknown) => {
    throw connectionFailure(outputs[server], error);
  });
}

async function call(
  outputs: Outputs,
  server: McpUrlOutput,
  { tool, args }: { tool: string; args: Record<string, unknown> },
): Promise<string> {
  const client = await reach(outputs, server);
  try {
    const { failed, text } = await callTool(client, tool, args);
    if (failed) throw new Error(`It answered: ${text}`);
    return `${text.length} characters`;
  } finally {
    await client.close();
  }
}

async function refuse(url: string): Promise<string> {
  const { status } = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
    signal: AbortSignal.timeout(ATTEMPT),
  });
  if (status !== 401) throw new Error(`It answered ${status} instead of 401.`);
  return '401';
}
