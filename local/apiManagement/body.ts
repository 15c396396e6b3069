import type { IncomingMessage } from 'node:http';

/**
 * Reads a request's body up to a limit.
 *
 * @param done called once: with the body, or with undefined as soon as it is over the limit; never when the client goes
 *   away before its end
 */
export function collectBody(
  request: IncomingMessage,
  limitBytes: number,
  done: (body: Buffer | undefined) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= limitBytes) chunks.push(chunk);
    else if (size - chunk.length <= limitBytes) done(undefined);
  });
  request.once('end', () => {
    if (size <= limitBytes) done(joinChunks(chunks));
  });
}

/** The chunks as one; most bodies have but one, which is not copied. */
export function joinChunks(chunks: readonly Buffer[]): Buffer {
  const [first] = chunks;
  return chunks.length === 1 && first ? first : Buffer.concat(chunks);
}
