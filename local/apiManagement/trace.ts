import { randomBytes } from 'node:crypto';
import type { Headers } from './exchange';

const traceparentPattern = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/**
 * Sees to it that a request has a W3C trace context: the caller's where it is valid, else a new one, to which the
 * caller's state does not belong (https://www.w3.org/TR/trace-context/#traceparent-header).
 */
export function ensureTrace(headers: Headers): void {
  const given = headers.traceparent;
  if (typeof given === 'string' && traceparentPattern.test(given)) return;
  const hex = randomHex();
  headers.traceparent = `00-${hex.slice(0, 32)}-${hex.slice(32)}-01`;
  if (headers.tracestate !== undefined) headers.tracestate = undefined;
}

/** Digits that a trace id and a span id take together. */
const digits = 48;
let reserve = '';

/** Drawn from a reserve: asking the generator for each request would cost as much as all the rest of a trace. */
function randomHex(): string {
  if (reserve.length === 0) reserve = randomBytes((digits / 2) * 128).toString('hex');
  const hex = reserve.slice(0, digits);
  reserve = reserve.slice(digits);
  return hex;
}
