import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request as the parts of the stand-in see it. */
export interface Request {
  method: string;
  host: string;
  /** Decoded. */
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

export interface Answer {
  status: number;
  /** JSON, if anything. */
  body?: unknown;
}

/** Answers the requests that it knows; undefined for the others. */
export type Part = (request: Request) => Answer | undefined;

export async function readRequest(message: IncomingMessage): Promise<Request> {
  const host = (message.headers.host ?? '').replace(/:443$/, '');
  const { pathname, searchParams } = new URL(message.url ?? '/', `https://${host}`);
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk as Uint8Array));
  return {
    method: message.method ?? '',
    host,
    path: decodeURIComponent(pathname),
    query: searchParams,
    headers: message.headers,
    body: Buffer.concat(chunks),
  };
}

export function sendAnswer(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

export function ok(body: unknown): Answer {
  return { status: 200, body };
}

/** An error in ARM's form. */
export function refusal(status: number, code: string, message: string): Answer {
  return { status, body: { error: { code, message } } };
}
