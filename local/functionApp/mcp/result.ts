import { isObject } from '../../../gateway/json';
import type { InvocationResponse } from '../app/rpc';
import { InvalidResult, readBlock } from './block';

/** The result of tools/call. */
export interface CallToolResult {
  content: object[];
  structuredContent?: unknown;
  isError?: boolean;
  _meta?: unknown;
}

/** What the library sends for a tool: a type, and JSON texts. */
interface Envelope {
  type: string;
  content: unknown;
  structuredContent: unknown;
}

/**
 * Turns the return value of a tool's function into the result of tools/call, with the rules of the MCP extension 1.5.0
 * (`Trigger/ToolReturnValueBinder.cs`): one block, many blocks, or a whole result under the type `call_tool_result`.
 * Without `useResultSchema` the value is shown as text (`Trigger/SimpleToolReturnValueBinder.cs`).
 * Throws {@link InvalidResult}.
 */
export function toCallToolResult({ returnValue }: InvocationResponse, useResultSchema: boolean): CallToolResult {
  if (!returnValue) return { content: [] };
  const text = returnValue.string ?? returnValue.json;
  if (!useResultSchema) return { content: [{ type: 'text', text: text ?? '' }] };
  const envelope = readEnvelope(text);
  const read = readers[envelope.type.toLowerCase()] ?? readOneBlock;
  return read(envelope);
}

const readers: Record<string, (envelope: Envelope) => CallToolResult> = {
  call_tool_result: readWholeResult,
  multi_content_result: readManyBlocks,
};

function readEnvelope(text: string | undefined): Envelope {
  const value = parse(text);
  if (!isObject(value) || typeof value.type !== 'string') throw new InvalidResult('The result has no type.');
  return { type: value.type, content: parse(value.content), structuredContent: value.structuredContent };
}

function readWholeResult({ content: result }: Envelope): CallToolResult {
  if (!isObject(result)) throw new InvalidResult('The call_tool_result is no object.');
  const { content, structuredContent, isError, _meta } = result;
  return {
    ...(_meta ? { _meta } : {}),
    content: Array.isArray(content) ? content.map(readBlock) : [],
    ...(structuredContent === undefined ? {} : { structuredContent }),
    ...(typeof isError === 'boolean' ? { isError } : {}),
  };
}

function readManyBlocks({ content, structuredContent }: Envelope): CallToolResult {
  if (!Array.isArray(content) || content.length === 0) throw new InvalidResult('The result has no content.');
  return withStructure(content.map(readBlock), structuredContent);
}

function readOneBlock({ content, structuredContent }: Envelope): CallToolResult {
  return withStructure([readBlock(content)], structuredContent);
}

function withStructure(content: object[], structuredContent: unknown): CallToolResult {
  if (structuredContent === undefined || structuredContent === null || structuredContent === '') return { content };
  return { content, structuredContent: parse(structuredContent) };
}

function parse(text: unknown): unknown {
  if (typeof text !== 'string') throw new InvalidResult('The result is no JSON text.');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InvalidResult('The result is no valid JSON.', { cause });
  }
}
