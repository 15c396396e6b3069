import { setTimeout as delay } from 'node:timers/promises';
import { ProvisioningError } from '../failure';
import type { SoftDeleted } from './softDeleted';

const azure = 'https://management.azure.com';

export interface Access {
  token: string;
  signal: AbortSignal;
  /** Another Azure than the real one. */
  endpoint?: string;
  /** How long to wait where Azure does not say. */
  pollMs?: number;
}

/**
 * Removes a soft-deleted resource for good. What is not there is removed already.
 *
 * @throws ProvisioningError with what Azure says
 */
export async function purge(resource: SoftDeleted, access: Access): Promise<void> {
  const { endpoint = azure, pollMs = 10_000, signal } = access;
  let response = await ask('DELETE', `${endpoint}${resource.path}`, access);
  let next = nextOf(response);
  while (next !== undefined) {
    // It may also be a date.
    const seconds = Number(response.headers.get('retry-after'));
    await delay(seconds > 0 ? seconds * 1000 : pollMs, undefined, { signal });
    response = await ask('GET', next, access);
    next = nextOf(response);
  }
  if (response.ok || response.status === 404) return;
  const said = await response.text();
  throw new ProvisioningError({
    code: 'purge_failed',
    category: 'user',
    message: `Everything is deleted, but Azure did not remove ${resource.name} for good: ${response.status} ${said}`,
    suggestion: 'Run azd down --force --purge once more. Until then its name cannot be used again.',
  });
}

/** Where to ask how far it is; nothing once it is over. */
function nextOf({ status, headers }: Response): string | undefined {
  return status === 202 ? (headers.get('location') ?? undefined) : undefined;
}

function ask(method: string, url: string, { token, signal }: Access): Promise<Response> {
  return fetch(url, {
    method,
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.any([signal, AbortSignal.timeout(60_000)]),
  });
}
