import { RestError } from '@azure/data-tables';
import { Problem } from './problem';

/** Whether the storage answered with this HTTP status. */
export function hasStatus(error: unknown, status: number): boolean {
  return error instanceof RestError && error.statusCode === status;
}

/** Fails with a `Problem` where waiting helps: no connection, no answer in time, no token yet, or a 5xx after retries. */
export async function reached<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    if (!isTransient(cause)) throw cause;
    throw new Problem('storage-unavailable', 'Retry after a few seconds, with the same idempotency key.', { cause });
  }
}

const transientNames = ['AbortError', 'TimeoutError', 'AuthenticationError', 'CredentialUnavailableError'];
const transientStatuses = [408, 429];

function isTransient(error: unknown): boolean {
  if (!(error instanceof RestError)) return error instanceof Error && transientNames.includes(error.name);
  const { statusCode } = error;
  return statusCode === undefined || statusCode >= 500 || transientStatuses.includes(statusCode);
}
