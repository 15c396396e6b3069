import { createHash, randomBytes } from 'node:crypto';
import document from './openapi.json';

const pattern = new RegExp(document.components.schemas.OrderId.pattern);
/** 120 bits, which are 20 characters of base64url: letters, digits, - and _ are legal in a key of Table Storage. */
const length = 15;

export function isOrderId(text: string): boolean {
  return pattern.test(text);
}

/** An id that nobody can guess. */
export function randomOrderId(): string {
  return idOf(randomBytes(length));
}

/**
 * The id of the one order that an idempotency key can place, so that the insert itself finds a repeat. It is as hard to
 * guess as the key: a UUID, as the contract asks for, is as good as a random id, but whoever knows the key knows the id.
 */
export function orderIdOf(idempotencyKey: string): string {
  // JSON, because UTF-8 would turn different unpaired surrogates into the same bytes.
  const digest = createHash('sha256')
    .update(`order:${JSON.stringify(idempotencyKey)}`)
    .digest();
  return idOf(digest.subarray(0, length));
}

function idOf(bytes: Buffer): string {
  return `ord_${bytes.toString('base64url')}`;
}
