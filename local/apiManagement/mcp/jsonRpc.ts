import { isObject } from '../../../gateway/json';

/** Codes of JSON-RPC 2.0 (https://www.jsonrpc.org/specification#error_object). */
const errorCodes = {
  parseError: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
} as const;
type ErrorName = keyof typeof errorCodes;

/** A request has an id and wants an answer; everything else that is valid (a notification, a response) has none. */
export interface Message {
  id: string | number | undefined;
  method: string;
  params: unknown;
}

/** A failure of the protocol itself. */
export class RpcError extends Error {
  override name = 'RpcError';

  constructor(
    readonly code: ErrorName,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Reads one JSON-RPC message. Batches are refused: MCP dropped them in revision 2025-06-18.
 *
 * @throws RpcError when it is none
 */
export function readMessage(text: string): Message {
  const message = parse(text);
  if (Array.isArray(message))
    throw new RpcError('invalidRequest', 'Batches are not supported: send one message at a time.');
  if (!isObject(message)) throw new RpcError('invalidRequest', 'A message must be a JSON object.');
  if (message.jsonrpc !== '2.0') throw new RpcError('invalidRequest', '"jsonrpc" must be "2.0".');
  const { id, method } = message;
  if ('id' in message && typeof id !== 'string' && typeof id !== 'number') {
    throw new RpcError('invalidRequest', '"id" must be a string or a number.');
  }
  const isResponse = method === undefined && ('result' in message || 'error' in message);
  if (typeof method !== 'string' && !isResponse) throw new RpcError('invalidRequest', '"method" must be a string.');
  return { id: isResponse ? undefined : (id as Message['id']), method: String(method), params: message.params };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RpcError('parseError', 'The body is not valid JSON.');
  }
}

/** A response, its result given as JSON text. */
export function resultText(id: string | number, result: string): string {
  return `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${result}}`;
}

/** An error response; `id` is null when the request's is unknown. */
export function errorText(id: string | number | null, error: RpcError): string {
  return JSON.stringify({ jsonrpc: '2.0', id, error: { code: errorCodes[error.code], message: error.message } });
}
