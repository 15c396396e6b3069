import { isObject } from '../../../gateway/json';
import type { Call } from '../call';
import type { OperationRequest } from '../openapi/operation';
import { RpcError } from './jsonRpc';
import { ArgumentsError, type Tool } from './tool';

/** What an MCP server made of REST operations offers, and its way to the REST API. */
export interface ToolsServer {
  tools: readonly Tool[];
  /** Sends an operation's request through the REST API's own key check and policies. */
  callOperation: (call: Call, request: OperationRequest) => Promise<{ status: number; body: string }>;
}

/** Answers with the JSON text of a result; throws RpcError where the protocol asks for an error. */
type Method = (params: unknown, call: Call) => string | Promise<string>;
export type Methods = ReadonlyMap<string, Method>;

/** Revisions whose `initialize` is answered in kind; a client that asks for another is offered the first of them. */
const protocolVersions = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'] as const;

/** The JSON-RPC methods of API Management's REST-to-MCP servers: tools only. */
export function createMethods(server: ToolsServer): Methods {
  const list = JSON.stringify({ tools: server.tools.map(({ definition }) => definition) });
  return new Map<string, Method>([
    ['initialize', initialize],
    ['ping', () => '{}'],
    ['tools/list', () => list],
    ['tools/call', createToolCall(server)],
  ]);
}

function initialize(params: unknown): string {
  const asked = isObject(params) ? params.protocolVersion : undefined;
  return JSON.stringify({
    protocolVersion: protocolVersions.find((version) => version === asked) ?? protocolVersions[0],
    capabilities: { tools: { listChanged: true } },
    serverInfo: { name: 'Azure API Management', version: '1.0.0' },
  });
}

function createToolCall({ tools, callOperation }: ToolsServer): Method {
  const byName = new Map(tools.map((tool) => [tool.definition.name, tool]));
  return async (params, call) => {
    const { name, arguments: args } = isObject(params) ? params : {};
    const tool = typeof name === 'string' ? byName.get(name) : undefined;
    if (!tool)
      throw new RpcError('invalidParams', `There is no such tool. There are ${[...byName.keys()].join(', ')}.`);
    call.operation = tool.definition.name;
    const request = assemble(tool, args);
    if (typeof request === 'string') return toolResult(request, true);
    const { status, body } = await callOperation(call, request);
    return status < 400 ? toolResult(body, false) : toolResult(`HTTP ${status}: ${body}`, true);
  };
}

/** The request, or the sentence that tells a model how to repair its arguments. */
function assemble(tool: Tool, args: unknown): OperationRequest | string {
  try {
    return tool.toRequest(args);
  } catch (error) {
    if (error instanceof ArgumentsError) return error.message;
    // What the engine throws when a value is nested deeper than its stack.
    if (error instanceof RangeError) return 'The arguments are nested too deeply.';
    throw error;
  }
}

function toolResult(text: string, isError: boolean): string {
  return `{"content":[{"type":"text","text":${JSON.stringify(text)}}]${isError ? ',"isError":true' : ''}}`;
}
