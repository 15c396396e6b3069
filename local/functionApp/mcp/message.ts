/** A JSON-RPC request: the only kind of message that is answered. */
export interface JsonRpcRequest {
  id: string | number;
  method: string;
  params: unknown;
}

/** What the body of a POST holds. Notifications and the client's own responses are accepted and need no answer. */
type Message = { kind: 'request'; request: JsonRpcRequest } | { kind: 'unanswered' } | { kind: 'nothing' };

/** The body is no JSON-RPC message; the extension does not handle this and the host answers 500. */
class InvalidMessage extends Error {}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads the body of a POST with the rules of the C# SDK 0.4.0-preview.3 (`Protocol/JsonRpcMessage.cs`), which the MCP
 * extension uses: no batches, `jsonrpc` exactly "2.0", an id that is a string or an integer. Throws {@link InvalidMessage}.
 */
export function readMessage(contentType: string | undefined, body: Uint8Array): Message {
  if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(contentType ?? ''))
    throw new InvalidMessage('The body is not JSON.');
  const message = parse(body);
  if (message === null) return { kind: 'nothing' };
  if (typeof message !== 'object' || Array.isArray(message)) throw new InvalidMessage('The message is no object.');
  return readObject(message);
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(body));
  } catch (cause) {
    throw new InvalidMessage('The body cannot be parsed.', { cause });
  }
}

interface Members {
  jsonrpc?: unknown;
  id?: unknown;
  method?: unknown;
  params?: unknown;
}

function readObject(message: Members): Message {
  const { jsonrpc, id, method, params } = message;
  if (jsonrpc !== '2.0') throw new InvalidMessage('Invalid or missing jsonrpc version.');
  if ('id' in message && typeof id !== 'string' && !Number.isInteger(id)) throw new InvalidMessage('Invalid id.');
  if (!('method' in message)) {
    if (!('id' in message) || !('result' in message || 'error' in message))
      throw new InvalidMessage('Invalid message.');
    return { kind: 'unanswered' };
  }
  if (typeof method !== 'string') throw new InvalidMessage('The method is no string.');
  if (!('id' in message)) return { kind: 'unanswered' };
  return { kind: 'request', request: { id: typeof id === 'number' ? id : String(id), method, params } };
}
