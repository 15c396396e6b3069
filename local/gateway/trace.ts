import { randomUUID } from 'node:crypto';
import type { Headers } from './exchange';

const traceparentPattern = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The caller's W3C trace context where it is valid, else a new one (https://www.w3.org/TR/trace-context/#traceparent-header). */
export function traceparent(headers: Headers): string {
  const given = headers.traceparent;
  if (typeof given === 'string' && traceparentPattern.test(given)) return given;
  const [trace, span] = [randomUUID(), randomUUID()];
  return `00-${trace.replaceAll('-', '')}-${span.slice(0, 8)}${span.slice(24, 32)}-01`;
}
