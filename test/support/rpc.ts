/** A bare HTTP exchange with an MCP endpoint, for what a well-behaved client would never send or never show. */
export interface RpcAnswer {
  status: number;
  headers: Headers;
  body: string;
  /** The JSON-RPC messages in the body, be it JSON or a stream of events. */
  messages: RpcMessage[];
}

export interface RpcMessage {
  jsonrpc: string;
  id?: unknown;
  result?: unknown;
  error?: { code: number; message: string };
}

export const rpcHeaders = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
};

/** Posts a body, as it is when it is a string and as JSON otherwise. */
export async function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<RpcAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...rpcHeaders, ...headers },
    body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text, messages: messagesIn(text) };
}

export function request(method: string, params: object = {}, id: string | number = 1): object {
  return { jsonrpc: '2.0', id, method, params };
}

function messagesIn(body: string): RpcMessage[] {
  const data = body.split('\n').flatMap((line) => (line.startsWith('data:') ? [line.slice(5).trim()] : []));
  const texts = data.length > 0 ? data.filter(Boolean) : [body];
  return texts.flatMap((text) => {
    try {
      return [JSON.parse(text) as RpcMessage];
    } catch {
      return [];
    }
  });
}
