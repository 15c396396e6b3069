import type { ReadableStream } from 'node:stream/web';
import { checkCreateOrderRequest } from './contract';
import type { CreateOrderRequest } from './order';
import { Problem } from './problem';

/** Largest body that is read, in bytes. */
export const maxBodyBytes = 64 * 1024;

/** What is read of a request; satisfied by `Request` and by the `HttpRequest` of Azure Functions. */
export interface IncomingRequest {
  headers: Headers;
  body: ReadableStream<Uint8Array> | null;
}

/**
 * Reads the body of `createOrder` and checks it against the contract; the `Idempotency-Key` header takes the place of
 * `idempotencyKey`. Throws `Problem`: unsupported-media-type, body-too-large, malformed-json or invalid-request.
 */
export async function readCreateOrderRequest(request: IncomingRequest): Promise<CreateOrderRequest> {
  checkContentType(request.headers.get('Content-Type'));
  const body = withKey(parse(await readBody(request.body)), request.headers.get('Idempotency-Key'));
  checkCreateOrderRequest(body);
  return body;
}

function withKey(body: unknown, idempotencyKey: string | null): unknown {
  const hasMembers = typeof body === 'object' && body !== null && !Array.isArray(body);
  return hasMembers && idempotencyKey !== null ? { ...body, idempotencyKey } : body;
}

function checkContentType(contentType: string | null): void {
  const mediaType = contentType?.split(';')[0]?.trim().toLowerCase();
  if (mediaType === 'application/json') return;

  const given = contentType === null ? 'and this request has none' : `not ${JSON.stringify(contentType)}`;
  throw new Problem('unsupported-media-type', `Send the order with Content-Type: application/json, ${given}.`);
}

/** Counts what arrives; a Content-Length may be absent or wrong. */
async function readBody(body: IncomingRequest['body']): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) throw new Problem('body-too-large', `The body must not exceed ${maxBodyBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** RFC 8259: UTF-8; a byte order mark may be ignored. */
function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    const fault = bytes.length === 0 ? 'The body is empty' : cause instanceof Error ? cause.message : String(cause);
    const detail = `Send the order as a JSON object in UTF-8. ${fault}.`;
    throw new Problem('malformed-json', detail, { pointer: '', cause });
  }
}
