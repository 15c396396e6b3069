const codes = { methodNotFound: -32601, invalidParams: -32602, internalError: -32603 } as const;

/** A failure that crosses the wire as a JSON-RPC error. */
export class ProtocolError extends Error {
  readonly code: number;

  constructor(kind: keyof typeof codes, message: string) {
    super(message);
    this.code = codes[kind];
  }
}

/** What the C# SDK says when it cannot read a request's parameters. */
export function unreadableParams(): ProtocolError {
  return new ProtocolError('internalError', 'An error occurred.');
}
