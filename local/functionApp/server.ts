import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { BodyTooLarge, RequestAborted } from './http/body';
import { answerEmpty } from './http/response';
import { FunctionFailure, type Runtime } from './runtime';

/** Answers a request, or says that it is none of its own. */
export type Responder = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<boolean>;

/** Limits of Kestrel, the server of the real host, in milliseconds and bytes. */
const limits = { keepAliveTimeout: 130_000, headersTimeout: 30_000, maxHeaderSize: 32_768 };

/** Offers each request to the responders in turn; the first that takes it answers. One that none takes is a 404. */
export function createHostServer(runtime: Runtime, responders: Responder[]): Server {
  const headers = Object.entries(runtime.hostJson.customHeaders);
  const server = createServer({ ...limits, noDelay: true }, (request, response) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    respond(responders, request, response).catch((error: unknown) => {
      answerFailure(runtime, response, error);
    });
  });
  // close() ends idle connections only; one that was busy then would be kept alive for a next request.
  server.on('request', (_request, response: ServerResponse) => {
    response.once('close', () => {
      if (!server.listening) server.closeIdleConnections();
    });
  });
  return server;
}

async function respond(responders: Responder[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = requestUrl(request);
  for (const offer of responders) if (await offer(request, response, url)) return;
  answerEmpty(response, 404);
}

function requestUrl({ url = '/', headers }: IncomingMessage): URL {
  const forwarded = headers['x-forwarded-proto'];
  const scheme = forwarded === 'https' ? 'https' : 'http';
  const origin = `${scheme}://${headers.host ?? '127.0.0.1'}`;
  return url.startsWith('/') ? new URL(origin + url) : new URL(url, origin);
}

function answerFailure(runtime: Runtime, response: ServerResponse, error: unknown): void {
  if (error instanceof RequestAborted) return;
  if (error instanceof BodyTooLarge) {
    response.writeHead(413, { Connection: 'close' }).end();
    return;
  }
  if (!(error instanceof FunctionFailure))
    runtime.log(`error: ${error instanceof Error ? (error.stack ?? '') : String(error)}`);
  if (response.headersSent) response.destroy();
  else answerEmpty(response, 500);
}
