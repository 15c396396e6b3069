import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isObject } from '../../../gateway/json';
import type { RpcTypedData } from '../app/rpc';
import type { Runtime } from '../runtime';
import { traceContext } from '../trace';
import { ProtocolError, unreadableParams } from './error';
import { toCallToolResult, type CallToolResult } from './result';
import type { Tool } from './tool';

interface ToolCall {
  name: string;
  args: Record<string, unknown> | undefined;
}

/**
 * Runs the tool that `tools/call` names. Only the presence of required arguments is checked, and a failure of the function
 * says nothing but that it failed: what it threw is in the log. Throws {@link ProtocolError}. Source:
 * Azure/azure-functions-mcp-extension 1.5.0, `Trigger/McpToolListener.cs` and `ToolInputSchema/ToolInputSchema.cs`.
 */
export async function callTool(
  runtime: Runtime,
  tools: Map<string, Tool>,
  { params, http }: { params: unknown; http: IncomingMessage },
): Promise<CallToolResult> {
  const call = readCall(params);
  const tool = tools.get(call.name.toLowerCase());
  if (!tool) throw new ProtocolError('invalidParams', `Unknown tool: '${call.name}'`);
  requireArguments(tool, call);
  try {
    return await run(runtime, tool, { call, http });
  } catch (error) {
    runtime.log(`error: "${tool.name}" threw an unhandled exception. ${String(error)}`);
    const sentence = `An error occurred invoking '${call.name}'.`;
    return { content: [{ type: 'text', text: sentence }], isError: true };
  }
}

function readCall(params: unknown): ToolCall {
  if (params === undefined || params === null) return { name: '', args: undefined };
  if (!isObject(params) || typeof params.name !== 'string') throw unreadableParams();
  const args = params.arguments ?? undefined;
  if (args !== undefined && !isObject(args)) throw unreadableParams();
  return { name: params.name, args };
}

function requireArguments({ required }: Tool, { args = {} }: ToolCall): void {
  const missing = required.filter((name) => (args[name] ?? null) === null);
  if (missing.length === 0) return;
  const names = missing.join(', ');
  const sentence = `One or more required tool properties are missing values. Please provide: ${names}`;
  throw new ProtocolError('invalidParams', sentence);
}

async function run(
  runtime: Runtime,
  { target, useResultSchema }: Tool,
  { call, http }: { call: ToolCall; http: IncomingMessage },
): Promise<CallToolResult> {
  const payload = triggerPayload(call, http);
  const response = await runtime.invoke(target.registered, {
    invocationId: randomUUID(),
    functionId: target.registered.metadata.name,
    inputData: [{ name: target.triggerName, data: { string: JSON.stringify(payload) } }],
    triggerMetadata: triggerMetadata(call, payload),
    traceContext: traceContext(http),
  });
  return toCallToolResult(response, useResultSchema);
}

function triggerPayload({ name, args }: ToolCall, { headers, rawHeaders }: IncomingMessage): object {
  const sessionId = headers['mcp-session-id'];
  const transport = { name: 'http-streamable', sessionId, properties: { headers: headerTexts(rawHeaders) } };
  return { name, arguments: args, sessionid: sessionId, transport };
}

/** As .NET keeps headers: a name in its first spelling, whose values are joined however it is spelt later. */
function headerTexts(rawHeaders: string[]): Record<string, string> {
  const texts = new Map<string, [name: string, text: string]>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = rawHeaders.slice(index, index + 2);
    const [first, text] = texts.get(name.toLowerCase()) ?? [name];
    texts.set(name.toLowerCase(), [first, text === undefined ? value : `${text},${value}`]);
  }
  return Object.fromEntries(texts.values());
}

function triggerMetadata({ args }: ToolCall, payload: object): Record<string, RpcTypedData> {
  const metadata: Record<string, RpcTypedData> = { mcptoolcontext: { json: JSON.stringify(payload) } };
  for (const [name, value] of Object.entries(payload) as [string, unknown][]) {
    if (value !== undefined)
      metadata[name] = typeof value === 'string' ? { string: value } : { json: JSON.stringify(value) };
  }
  if (metadata.sessionid) metadata.mcpsessionid = metadata.sessionid;
  if (args) metadata.mcptoolargs = { json: JSON.stringify(dotNetTexts(args)) };
  return metadata;
}

/** Arguments as .NET's `JsonElement.ToString()` writes them: a trap for handlers, which should read `arguments`. */
function dotNetTexts(args: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, dotNetText(value)]));
}

function dotNetText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return JSON.stringify(value);
}
