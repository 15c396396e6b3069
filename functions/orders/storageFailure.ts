import { once } from 'node:events';
import { RestError } from '@azure/data-tables';
import { Problem } from './problem';

/** Whether the storage answered with this HTTP status. */
export function hasStatus(error: unknown, status: number): boolean {
  return error instanceof RestError && error.statusCode === status;
}

/**
 * Waits for an answer of the storage, at most until the signal. Fails with a `Problem` where waiting helps: no connection,
 * no answer in time, no token yet, or a 5xx after retries.
 */
export async function reached<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    // The SDK obeys the signal, but the library that fetches its tokens does not.
    return await Promise.race([answer, aborted(signal)]);
  } catch (cause) {
    if (!signal.aborted && !isTransient(cause)) throw cause;
    throw new Problem('storage-unavailable', 'Retry after a few seconds, with the same idempotency key.', { cause });
  }
}

async function aborted(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, 'abort');
  throw signal.reason;
}

/** What the identity library throws when it gets no token. */
const transientNames = ['AuthenticationError', 'CredentialUnavailableError'];
const transientStatuses = [408, 429];

function isTransient(error: unknown): boolean {
  if (!(error instanceof RestError)) return error instanceof Error && transientNames.includes(error.name);
  const { statusCode } = error;
  return statusCode === undefined || statusCode >= 500 || transientStatuses.includes(statusCode);
}
