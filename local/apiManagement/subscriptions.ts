import { timingSafeEqual } from 'node:crypto';
import { invalidKey, missingKey, type Answer } from './answer';
import { headerValue, type Exchange, type Subscription } from './exchange';

/** Where an API looks for its key. Header names are compared in lower case; `header` is the published spelling. */
export interface KeyRule {
  header: string;
  query: string;
}

/**
 * Finds the subscription that a request belongs to and sets it on the exchange. The header wins over the query
 * parameter, and a key of another scope is as invalid as an unknown one, as in API Management.
 *
 * @returns the 401 answer when the key is missing or invalid
 */
export function authorize(
  exchange: Exchange,
  api: { path: string; key: KeyRule | undefined },
  subscriptions: readonly Subscription[],
): Answer | undefined {
  if (!api.key) return undefined;
  const presented = presentedKey(exchange, api.key);
  if (!presented) return missingKey(exchange.origin + api.path, api.key.header);
  const key = Buffer.from(presented);
  for (const subscription of subscriptions) {
    const matches = sameKey(key, subscription.key);
    if (matches && subscription.scope.has(api.path)) exchange.subscription = subscription;
  }
  return exchange.subscription ? undefined : invalidKey(exchange.origin + api.path, api.key.header);
}

function presentedKey(exchange: Exchange, { header, query }: KeyRule): string {
  const fromHeader = headerValue(exchange.headers, header.toLowerCase());
  if (fromHeader || !exchange.query) return fromHeader;
  return new URLSearchParams(exchange.query).get(query) ?? '';
}

/** Takes the same time for every wrong key of the right length; the length itself is no secret. */
function sameKey(presented: Buffer, expected: Buffer): boolean {
  return presented.length === expected.length && timingSafeEqual(presented, expected);
}
