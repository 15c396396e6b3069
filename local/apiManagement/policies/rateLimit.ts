import type { PolicyElement } from '../../../gateway/policyDocument';
import { rateLimited } from '../answer';
import { required, wholeNumber } from './attributes';
import { compileValue, type Value } from './expression';
import type { Step } from './step';

/** `rate-limit`: per subscription; calls without one share a counter. */
export function rateLimit(element: PolicyElement): Step {
  return limit(element, ({ subscription }) => subscription?.id);
}

/** `rate-limit-by-key`: per value of an expression. */
export function rateLimitByKey(element: PolicyElement): Step {
  return limit(element, compileValue(required(element, 'counter-key'), element));
}

interface Counter {
  calls: number;
  endsAt: number;
}

/**
 * Counts in windows that begin with a counter's first call. API Management's tiers differ in their window (sliding, or
 * a token bucket), so a client may only rely on what all have in common: `calls` at once are let through, the next one
 * is refused with the seconds to wait.
 */
function limit(element: PolicyElement, counterKey: Value): Step {
  const calls = wholeNumber(element, 'calls');
  const periodMs = wholeNumber(element, 'renewal-period') * 1000;
  const retryAfter = element.attributes['retry-after-header-name'] ?? 'Retry-After';
  const remaining = element.attributes['remaining-calls-header-name'];
  const counters = new Map<string, Counter>();

  return (exchange) => {
    const now = exchange.receivedAt;
    const counter = current(counters, counterKey(exchange) ?? '', { now, periodMs });
    counter.calls += 1;
    if (counter.calls > calls) return rateLimited(Math.ceil((counter.endsAt - now) / 1000), retryAfter);
    if (remaining) exchange.answerHeaders.push(remaining, String(calls - counter.calls));
    return undefined;
  };
}

function current(
  counters: Map<string, Counter>,
  key: string,
  { now, periodMs }: { now: number; periodMs: number },
): Counter {
  const counter = counters.get(key);
  if (counter && now < counter.endsAt) return counter;
  // All windows are of one length, so counters stand in the order in which they end, and old ones are in front.
  for (const [old, { endsAt }] of counters) {
    if (now < endsAt) break;
    counters.delete(old);
  }
  const fresh = { calls: 0, endsAt: now + periodMs };
  counters.set(key, fresh);
  return fresh;
}
