import type { IncomingMessage } from 'node:http';

/** Largest body that the host accepts, in bytes: https://learn.microsoft.com/azure/azure-functions/functions-bindings-http-webhook-trigger#limits */
const bodyLimit = 104_857_600;

/** The body is larger than {@link bodyLimit}. */
export class BodyTooLarge extends Error {}

/** The client went away before its request was complete. */
export class RequestAborted extends Error {}

const nothing = Buffer.alloc(0);

/** Reads a whole body. Throws {@link BodyTooLarge} and {@link RequestAborted}. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  if (length === undefined && encoding === undefined) return nothing;
  if (Number(length) > bodyLimit) throw new BodyTooLarge();
  return collect(request);
}

function collect(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > bodyLimit) reject(new BodyTooLarge());
      else chunks.push(chunk);
    });
    request.once('end', () => {
      const [first = nothing] = chunks;
      resolve(chunks.length > 1 ? Buffer.concat(chunks, size) : first);
    });
    request.once('error', () => {
      reject(new RequestAborted());
    });
  });
}
