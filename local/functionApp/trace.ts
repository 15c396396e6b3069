import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { InvocationRequest } from './app/invoke';

const traceparent = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;

/** The caller's W3C trace context, or a new one: https://www.w3.org/TR/trace-context/ */
export function traceContext({ headers }: IncomingMessage): InvocationRequest['traceContext'] {
  const { traceparent: parent, tracestate } = headers;
  const known = typeof parent === 'string' && traceparent.test(parent);
  return {
    traceParent: known ? parent : `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`,
    traceState: known && typeof tracestate === 'string' ? tracestate : '',
    attributes: {},
  };
}
