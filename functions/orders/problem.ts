import { randomUUID } from 'node:crypto';
import { gatewaySecretHeader } from '../gatewaySecret';
import type { components } from './openapi';

export type ProblemCode = components['schemas']['Problem']['code'];
type ProblemBody = components['schemas']['Problem'];

/** Where a failure is written down; an `InvocationContext` is one. */
export interface Log {
  info(line: string): void;
  error(line: string, cause: unknown): void;
}

/** Every failure that the contract knows. */
const problems: Record<ProblemCode, { status: number; title: string; headers?: Record<string, string> }> = {
  'malformed-json': { status: 400, title: 'The body is not JSON' },
  'invalid-request': { status: 400, title: 'The request does not match the contract' },
  'unknown-item': { status: 400, title: 'The menu has no such item' },
  'too-many-items': { status: 400, title: 'The order is too large' },
  'gateway-required': {
    status: 401,
    title: 'The request did not come through the gateway',
    // RFC 9110 asks for a challenge in every 401; what the app asks for is what the gateway sends.
    headers: { 'WWW-Authenticate': gatewaySecretHeader },
  },
  'order-not-found': { status: 404, title: 'There is no such order' },
  'menu-version-mismatch': { status: 409, title: 'The menu has another version' },
  'item-sold-out': { status: 409, title: 'The item is sold out' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The content type is not supported' },
  'idempotency-key-reused': { status: 422, title: 'The idempotency key is taken' },
  'internal-error': { status: 500, title: 'Something went wrong on our side' },
  'storage-unavailable': {
    status: 503,
    title: 'The order book cannot be reached',
    headers: { 'Retry-After': '5' },
  },
};

/** A failure that the caller, or time, can put right. The detail is a sentence that says how. */
export class Problem extends Error {
  /** JSON Pointer (RFC 6901) to the member of the body that has to change. */
  readonly pointer: string | undefined;

  constructor(
    readonly code: ProblemCode,
    detail: string,
    { pointer, cause }: { pointer?: string; cause?: unknown } = {},
  ) {
    super(detail, { cause });
    this.pointer = pointer;
  }
}

/**
 * The one place where a failure becomes a response: RFC 9457, `application/problem+json`. What is not a `Problem` is a
 * bug. Of a failure on our side the client learns an id that leads to the log, and nothing else.
 */
export function toResponse(failure: unknown, log: Log): Response {
  const { code, message: detail, pointer, cause } = failure instanceof Problem ? failure : unexpected(failure);
  const { status, title, headers } = problems[code];
  const body: ProblemBody = { title, status, detail, code, pointer };
  if (status >= 500) {
    body.instance = `urn:uuid:${randomUUID()}`;
    log.error(`${title}: ${body.instance}`, cause);
  }
  return Response.json(body, { status, headers: { ...headers, 'Content-Type': 'application/problem+json' } });
}

function unexpected(cause: unknown): Problem {
  const detail =
    'The request may or may not have taken effect. Retry it with the same idempotency key, or report the instance.';
  return new Problem('internal-error', detail, { cause });
}
