import { McpContentBlock } from '@azure/functions';

/** A call that its caller can repair; the message says how. */
export class UnusableCall extends Error {}

/**
 * A whole MCP `CallToolResult` as one content block. The library has no way to send `isError`
 * (Azure/azure-functions-nodejs-library issue #444), but the MCP extension takes a block of this type as the
 * complete result, from version 1.3.0 on.
 */
class CallToolResult extends McpContentBlock {
  readonly type = 'call_tool_result';

  constructor(private readonly result: Record<string, unknown>) {
    super();
  }

  override toJSON(): Record<string, unknown> {
    return this.result;
  }
}

/**
 * Turns what a tool answers, or the `UnusableCall` it throws, into the result that its client sees: the answer as
 * structured content and as text for clients that know only text, as the MCP specification of tools asks.
 * Any other error is a bug and stays one.
 */
export function toResult(answer: () => object): CallToolResult {
  try {
    const structuredContent = answer();
    return new CallToolResult({
      content: [{ type: 'text', text: JSON.stringify(structuredContent) }],
      structuredContent,
    });
  } catch (error) {
    if (!(error instanceof UnusableCall)) throw error;
    return new CallToolResult({ content: [{ type: 'text', text: error.message }], isError: true });
  }
}
