import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { subscriptionKeyHeader, type McpUrlOutput, type Outputs } from '../../gateway/outputs';
import type { Target } from './targets';

/** What a tool answered. */
interface ToolAnswer {
  text: string;
  failed: boolean;
  /** The text as JSON, when it is JSON. */
  data: unknown;
  structuredContent: unknown;
}

/** A connected client of the MCP SDK. Knows the tools, so it checks every structured result against its schema. */
export async function connect(outputs: Outputs, server: McpUrlOutput): Promise<Client> {
  const client = new Client({ name: 'contract-suite', version: '1.0.0' });
  const key = outputs.APIM_SUBSCRIPTION_KEY;
  const headers: Record<string, string> = key ? { [subscriptionKeyHeader]: key } : {};
  const transport = new StreamableHTTPClientTransport(new URL(outputs[server]), { requestInit: { headers } });
  await client.connect(transport);
  await client.listTools();
  return client;
}

/** Keeps one client connected for all tests of the surrounding `describe`. */
export function useClient(target: Target, server: McpUrlOutput): () => Client {
  let client: Client | undefined;
  beforeAll(async () => {
    client = await connect(target.outputs(), server);
  });
  afterAll(() => client?.close());
  return () => {
    if (!client) throw new Error('The client is connected before the first test, not earlier.');
    return client;
  };
}

/** Calls a tool. A failed call is an answer, in whichever of the ways the protocol knows it arrives. */
export async function callTool(client: Client, name: string, args: Record<string, unknown> = {}): Promise<ToolAnswer> {
  const result = (await client.callTool({ name, arguments: args })) as CallToolResult;
  const text = result.content.map((block) => (block.type === 'text' ? block.text : '')).join('\n');
  const data = parse(text);
  return {
    text,
    failed: result.isError === true || isProblem(data),
    data,
    structuredContent: result.structuredContent,
  };
}

/** How API Management may hand on a failure of the API: as the plain text of its body. */
function isProblem(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'code' in data && 'detail' in data;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
