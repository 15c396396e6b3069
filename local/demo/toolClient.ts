import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport, StreamableHTTPError } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { CallToolResultSchema, ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js';
import Ajv, { type JSONSchemaType } from 'ajv';
import { subscriptionKeyHeader } from '../../gateway/outputs';
import { UserError } from '../../terminal/userError';

export interface ToolClient {
  /**
   * Calls a tool and reads its answer, JSON in a text, as `shape` says.
   *
   * @throws UserError with the tool's own words when it failed, when the answer has another shape, and when none came
   */
  call<Answer>(name: string, args: object, shape: JSONSchemaType<Answer>): Promise<Answer>;
  close(): Promise<void>;
}

const timeoutMs = 15_000;

/**
 * Connects the MCP SDK's client to a server behind the gateway. An empty key sends none.
 *
 * @throws UserError that names the server when it cannot be reached or refuses the key
 */
export async function connectTools(url: string, key: string): Promise<ToolClient> {
  const client = new Client({ name: 'ramen-gateway-demo', version: '1.0.0' });
  const headers: Record<string, string> = key ? { [subscriptionKeyHeader]: key } : {};
  const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } });
  await client.connect(transport, { timeout: timeoutMs }).catch((error: unknown) => {
    throw connectionFailure(url, error);
  });
  const ajv = new Ajv();
  return {
    async call(name, args, shape) {
      const params = { name, arguments: { ...args } };
      const result = await client
        .request({ method: 'tools/call', params }, CallToolResultSchema, { timeout: timeoutMs })
        .catch((error: unknown) => {
          throw connectionFailure(url, error);
        });
      const text = result.content.map((block) => (block.type === 'text' ? block.text : '')).join('\n');
      if (result.isError) throw new UserError(`${name} failed: ${text}`);
      const answer = parse(text);
      const validate = ajv.compile(shape);
      if (!validate(answer)) throw new UserError(`${name} answered something unexpected: ${text}`);
      return answer;
    },
    close: () => client.close(),
  };
}

/** The value of a JSON text; undefined for any other text. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What it means that a server did not answer as an MCP server does. */
export function connectionFailure(url: string, error: unknown): UserError {
  const status = error instanceof StreamableHTTPError ? error.code : undefined;
  if (status === 401 || status === 403) {
    const sentence = `${url} does not accept the subscription key (${status}): set APIM_SUBSCRIPTION_KEY to a valid one.`;
    return new UserError(sentence, { kind: 'authentication', cause: error });
  }
  if (hasNoAnswer(error)) {
    return new UserError(`${url} cannot be reached: ${reason(error)}.`, { kind: 'unreachable', cause: error });
  }
  return new UserError(`${url} does not answer as an MCP server does: ${reason(error)}.`, { cause: error });
}

/** fetch throws a TypeError when no response came; the SDK has codes for a response that did not come in full. */
function hasNoAnswer(error: unknown): boolean {
  const codes: number[] = [ErrorCode.RequestTimeout, ErrorCode.ConnectionClosed];
  return (error as Error).name === 'TypeError' || (error instanceof McpError && codes.includes(error.code));
}

/** The innermost cause: fetch hides what happened below its own "fetch failed". */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message.trim().replace(/\.$/, '') : reason(error.cause);
}
