import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * Whether a request carries the app's key, in the header `x-functions-key` or the query parameter `code`. Without a
 * configured key no request does.
 */
export function carriesKey(request: IncomingMessage, url: URL, key: string | undefined): boolean {
  if (key === undefined) return false;
  const header = request.headers['x-functions-key'];
  const offered = typeof header === 'string' ? header : url.searchParams.get('code');
  return offered !== null && timingSafeEqual(digest(offered), digest(key));
}

// Digests have one length, so the comparison takes the same time whatever was offered.
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
