import type { ServerResponse } from 'node:http';
import type { InvocationResponse, RpcHttp } from '../app/rpc';
import { setCookie } from './cookies';

/** Answers with a status and no body; what is wrong, a caller of the host learns from the status alone. */
export function answerEmpty(response: ServerResponse, status: number): void {
  response.statusCode = status;
  response.end();
}

/** Framing is the server's business; the value that a handler gives to these headers is of no use. */
const framingHeaders = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding']);

/** Writes what a function answered. Nothing at all means 204, as the host's ObjectResult of null does. */
export function writeRpcResponse(response: ServerResponse, { returnValue }: InvocationResponse): void {
  const http = returnValue?.http;
  if (!http) {
    answerEmpty(response, 204);
    return;
  }
  if (http.enableContentNegotiation) throw new Error('The local host does not emulate enableContentNegotiation.');
  const body = http.body?.bytes ?? new Uint8Array(0);
  for (const [name, value] of Object.entries(http.headers ?? {})) {
    if (!framingHeaders.has(name.toLowerCase())) response.setHeader(name, value);
  }
  const cookies = cookieValues(http);
  if (cookies.length > 0) response.setHeader('Set-Cookie', cookies);
  response.statusCode = Number(http.statusCode ?? 200);
  if (mayHaveBody(response.statusCode)) response.setHeader('Content-Length', body.byteLength);
  response.end(body);
}

function cookieValues({ headers = {}, cookies = [] }: RpcHttp): string[] {
  const [, own] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'set-cookie') ?? [];
  return [...(own === undefined ? [] : [own]), ...cookies.map(setCookie)];
}

function mayHaveBody(status: number): boolean {
  return status !== 204 && status !== 304;
}
