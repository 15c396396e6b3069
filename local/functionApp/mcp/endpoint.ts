import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TriggeredFunction } from '../app/functions';
import { readBody } from '../http/body';
import { answerEmpty } from '../http/response';
import { carriesKey } from '../key';
import type { Runtime } from '../runtime';
import { ProtocolError } from './error';
import { readMessage, type JsonRpcRequest } from './message';
import { canInitialize, createMethods, type Method } from './methods';
import { createSessionId, isSessionId } from './session';
import { readTools } from './tool';

export const mcpPath = '/runtime/webhooks/mcp';

/** Answers a request, or says that its path or method is not the MCP endpoint's. */
type McpEndpoint = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<boolean>;

/** The methods for which the host maps its webhooks. */
const webhookMethods = new Set(['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS']);

const unbuffered = { 'Cache-Control': 'no-cache,no-store', 'Content-Encoding': 'identity', Connection: 'keep-alive' };
const eventStream = { 'Content-Type': 'text/event-stream', ...unbuffered };

/**
 * The streamable HTTP transport of the MCP extension: POST only, stateless, each answer one event of a stream. The legacy
 * SSE transport is not emulated. Order of the checks and every status: Azure/azure-functions-mcp-extension 1.5.0,
 * `Http/StreamableHttpRequestHandler.cs`.
 */
export function mcpEndpoint(runtime: Runtime, functions: TriggeredFunction[]): McpEndpoint {
  const methods = createMethods(runtime, readTools(functions));
  const open = runtime.hostJson.mcp.webhookAuthorizationLevel === 'anonymous';
  const path = new RegExp(`^${mcpPath}(/|$)`, 'i');
  return async (request, response, url) => {
    if (functions.length === 0 || !path.test(url.pathname) || !webhookMethods.has(request.method ?? '')) return false;
    if (!open && !carriesKey(request, url, runtime.key)) answerEmpty(response, 401);
    else if (/(sse|message)\/*$/i.test(url.pathname)) refuseLegacyTransport(response);
    else if (request.method === 'POST') await post({ runtime, methods }, request, response);
    else answerEmpty(response, 405);
    return true;
  };
}

function refuseLegacyTransport(response: ServerResponse): void {
  const sentence = `The local host does not emulate the legacy SSE transport: connect to ${mcpPath}.\n`;
  response.writeHead(501, { 'Content-Type': 'text/plain; charset=utf-8' }).end(sentence);
}

interface Server {
  runtime: Runtime;
  methods: Record<string, Method>;
}

async function post({ runtime, methods }: Server, http: IncomingMessage, response: ServerResponse): Promise<void> {
  const session = String(http.headers['mcp-session-id'] ?? '');
  if (!accepts(http, 'application/json') || !accepts(http, 'text/event-stream')) {
    const sentence = 'Not Acceptable: Client must accept both application/json and text/event-stream';
    answerError(response, 406, sentence);
    return;
  }
  if (session !== '' && !isSessionId(session)) {
    answerError(response, 400, 'Invalid client state.');
    return;
  }
  const message = readMessage(http.headers['content-type'], await readBody(http));
  if (message.kind === 'nothing') {
    answerError(response, 400, 'Bad Request: The POST body did not contain a valid JSON-RPC message.');
    return;
  }
  if (message.kind === 'unanswered') {
    response.writeHead(202, unbuffered).end();
    return;
  }
  const { request } = message;
  if (request.method === 'initialize' && session === '') startSession(response, request.params, runtime.instanceId);
  const answer = await answerRequest(methods, request, http);
  response.writeHead(200, eventStream).end(`event: message\ndata: ${answer}\n\n`);
}

function startSession(response: ServerResponse, params: unknown, instanceId: string): void {
  if (!canInitialize(params)) throw new TypeError('The parameters of initialize cannot be read.');
  response.setHeader('Mcp-Session-Id', createSessionId(instanceId));
}

// Members stand in the order in which the SDK writes them.
async function answerRequest(
  methods: Record<string, Method>,
  { id, method, params }: JsonRpcRequest,
  http: IncomingMessage,
): Promise<string> {
  try {
    const compute = Object.hasOwn(methods, method) ? methods[method] : undefined;
    if (!compute) throw new ProtocolError('methodNotFound', `Method '${method}' is not available.`);
    return JSON.stringify({ result: await compute(params, http), id, jsonrpc: '2.0' });
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return JSON.stringify({ error: { code: error.code, message: error.message }, id, jsonrpc: '2.0' });
  }
}

function answerError(response: ServerResponse, status: number, message: string): void {
  const body = JSON.stringify({ error: { code: -32000, message }, id: '', jsonrpc: '2.0' });
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' }).end(body);
}

/** Whether an Accept header names a media type, by itself or by a wildcard; weights do not count. */
function accepts({ headers }: IncomingMessage, mediaType: string): boolean {
  const [kind = ''] = mediaType.split('/');
  const ranges = (headers.accept ?? '').split(',').map((range) => (range.split(';')[0] ?? '').trim().toLowerCase());
  return ranges.some((range) => [mediaType, `${kind}/*`, '*/*'].includes(range));
}
