import { collectBody } from '../body';
import type { Call } from '../call';
import { headerValue } from '../exchange';
import { errorText, readMessage, resultText, RpcError, type Message } from './jsonRpc';
import { createMethods, type Methods, type ToolsServer } from './methods';

/** Larger than any tool call this gateway is for. */
const bodyLimitBytes = 1_048_576;

const eventStream = ['Content-Type', 'text/event-stream', 'Cache-Control', 'no-cache, no-store'];

/**
 * Makes the handler of `<path>/mcp`: stateless Streamable HTTP over POST, every answer a short event stream.
 *
 * @param leaveStreamsOpen keeps the connection open after the last event, as API Management has been seen to do
 *   (github.com/modelcontextprotocol/csharp-sdk issue 1470)
 */
export function createEndpoint(server: ToolsServer, leaveStreamsOpen: boolean): (call: Call) => void {
  const methods = createMethods(server);
  return (call) => {
    const refusal = refuse(call);
    if (refusal) return;
    collectBody(call.request, bodyLimitBytes, (body) => {
      if (body) reply(call, body.toString(), { methods, leaveStreamsOpen }).catch((error: unknown) => call.fail(error));
      else call.answer(httpError(413, `The body is larger than ${bodyLimitBytes} bytes.`, ['Connection', 'close']));
    });
  };
}

function refuse(call: Call): boolean {
  const { method, headers } = call.exchange;
  if (method !== 'POST') {
    call.answer(
      httpError(405, 'Only POST is served here: there is no stream to open, no session to end.', ['Allow', 'POST']),
    );
    return true;
  }
  if (/^application\/json\s*(;|$)/i.test(headerValue(headers, 'content-type'))) return false;
  call.answer(httpError(415, 'The Content-Type must be application/json.'));
  return true;
}

interface Serving {
  methods: Methods;
  leaveStreamsOpen: boolean;
}

async function reply(call: Call, body: string, { methods, leaveStreamsOpen }: Serving): Promise<void> {
  const message = parse(body);
  if (message instanceof RpcError) {
    call.answer({ status: 400, headers: ['Content-Type', 'application/json'], body: errorText(null, message) });
  } else if (message.id === undefined) {
    call.answer({ status: 202, headers: [], body: '' });
  } else {
    const text = await respond(call, { ...message, id: message.id }, methods);
    const events = `event: message\ndata: ${text}\n\nevent: close\ndata: \n\n`;
    call.answer({ status: 200, headers: eventStream, body: events, leaveOpen: leaveStreamsOpen });
  }
}

function parse(body: string): Message | RpcError {
  try {
    return readMessage(body);
  } catch (error) {
    if (error instanceof RpcError) return error;
    throw error;
  }
}

async function respond(call: Call, message: Message & { id: string | number }, methods: Methods): Promise<string> {
  try {
    const method = methods.get(message.method);
    if (!method) throw new RpcError('methodNotFound', `Method not found: ${message.method}`);
    call.operation = message.method;
    return resultText(message.id, await method(message.params, call));
  } catch (error) {
    if (error instanceof RpcError) return errorText(message.id, error);
    throw error;
  }
}

function httpError(status: number, message: string, headers: readonly string[] = []) {
  return {
    status,
    headers: ['Content-Type', 'application/json', ...headers],
    body: JSON.stringify({ jsonrpc: '2.0', error: { code: -32000, message }, id: null }),
  };
}
