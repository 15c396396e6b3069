import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js';
import Ajv, { type JSONSchemaType } from 'ajv';
import { keyHeader } from './gateway/answer';

export interface ToolClient {
  /**
   * Calls a tool and reads its answer, JSON in a text, as `shape` says.
   *
   * @throws Error with the tool's own words when it failed, or when the answer has another shape
   */
  call<Answer>(name: string, args: object, shape: JSONSchemaType<Answer>): Promise<Answer>;
  close(): Promise<void>;
}

const timeoutMs = 15_000;

/**
 * Connects the MCP SDK's client to a server behind the gateway. An empty key sends none.
 *
 * @throws Error that names the server when it cannot be reached or refuses the key
 */
export async function connectTools(url: string, key: string): Promise<ToolClient> {
  const client = new Client({ name: 'ramen-gateway-demo', version: '1.0.0' });
  const headers: Record<string, string> = key ? { [keyHeader]: key } : {};
  const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } });
  await client.connect(transport, { timeout: timeoutMs }).catch((error: unknown) => {
    throw new Error(`${url} does not let us in: ${reason(error)}.`, { cause: error });
  });
  const ajv = new Ajv();
  return {
    async call(name, args, shape) {
      const params = { name, arguments: { ...args } };
      const result = await client.request({ method: 'tools/call', params }, CallToolResultSchema, {
        timeout: timeoutMs,
      });
      const text = result.content.map((block) => (block.type === 'text' ? block.text : '')).join('\n');
      if (result.isError) throw new Error(`${name} failed: ${text}`);
      const answer: unknown = JSON.parse(text);
      const validate = ajv.compile(shape);
      if (!validate(answer)) throw new Error(`${name} answered something unexpected: ${text}`);
      return answer;
    },
    close: () => client.close(),
  };
}

/** The innermost cause: fetch hides what happened below its own "fetch failed". */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message.trim().replace(/\.$/, '') : reason(error.cause);
}
