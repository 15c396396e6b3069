import { ServerResponse, type ServerOptions } from 'node:http';
import type { Duplex } from 'node:stream';

/** Bounds on what one connection may take: slow or huge heads end it, idle ones cost little and may stay a while. */
export const serverOptions: ServerOptions = {
  maxHeaderSize: 16_384,
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  connectionsCheckingInterval: 2_000,
  // Longer than the idle time of common clients and proxies, so that it is they who close.
  keepAliveTimeout: 65_000,
};

const refusals: Readonly<Record<string, [status: string, message: string]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The request headers are larger than 16 KiB.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request took too long to arrive.'],
};

/** How long a refused connection may still send, so that it reads the answer instead of a reset. */
const lingerMs = 1_000;

/** Answers what Node could not read as a request, where the connection still takes an answer, and closes. */
export function onClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || isAnswering(socket)) socket.destroy();
  // What arrives after the answer is as wrong as what it answered.
  if (!socket.writable) return;
  const [status, message] = refusals[error.code ?? ''] ?? ['400 Bad Request', 'This is not an HTTP/1.1 request.'];
  const body = `{ "statusCode": ${status.slice(0, 3)}, "message": "${message}" }`;
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  setTimeout(() => socket.destroy(), lingerMs).unref();
}

/** Whether a response is under way, into which another one must not be written. Node tells only by this property. */
function isAnswering(socket: Duplex): boolean {
  const response: unknown = '_httpMessage' in socket ? socket._httpMessage : undefined;
  return response instanceof ServerResponse && response.headersSent;
}
