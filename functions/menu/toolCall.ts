/** A call as the MCP extension hands it to a tool (1.5.0, `Abstractions/ToolInvocationContext.cs` and `Transport.cs`). */
export interface ToolCall {
  arguments?: Record<string, unknown>;
  transport?: {
    properties?: {
      /** Those of the HTTP request, in the case in which they were sent; several values of one are joined by commas. */
      headers?: Record<string, string>;
    };
  };
}

/** A header of the request that brought the call; undefined when it had none of that name. */
export function headerOf({ transport }: ToolCall, name: string): string | undefined {
  const headers = Object.entries(transport?.properties?.headers ?? {});
  return headers.find(([given]) => given.toLowerCase() === name.toLowerCase())?.[1];
}
