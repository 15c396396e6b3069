import { notFound } from './answer';
import type { Call } from './call';
import type { Api } from './compilation';
import type { Subscription } from './exchange';
import { removeHopByHop } from './headers';
import type { createOriginGuard } from './originGuard';
import { isPreflight, nothing } from './policies/cors';
import { run } from './policies/policy';
import { authorize } from './subscriptions';

interface Pipeline {
  guard: ReturnType<typeof createOriginGuard>;
  /** Longest path first: that is the one that wins. */
  apis: readonly Api[];
  subscriptions: readonly Subscription[];
}

/** Takes a call through the stages of API Management: find the API, check the key, run the policies, serve. */
export function handle(call: Call, { guard, apis, subscriptions }: Pipeline): void {
  const { exchange } = call;
  const refusal = guard(exchange.headers);
  if (refusal) return call.answer(refusal);

  const api = hasDotSegment(call.path) ? undefined : apis.find(({ path }) => isBelow(call.path, path));
  if (!api) return call.answer(notFound);
  call.api = api.name;
  exchange.path = call.path.slice(api.path.length);

  const { preflight } = api.policy;
  if (preflight.length > 0 && isPreflight(exchange)) return call.answer(run(preflight, exchange) ?? nothing);
  const unauthorized = authorize(exchange, api, subscriptions);
  if (unauthorized) return call.answer(unauthorized);
  // Before the policies: what they set, no client may strike out by naming it in Connection.
  removeHopByHop(exchange.headers);
  for (const name of api.hidden) exchange.headers[name] = undefined;
  const ended = run(api.policy.request, exchange);
  if (ended) return call.answer(ended);
  api.serve(call);
}

function isBelow(path: string, apiPath: string): boolean {
  return path.startsWith(apiPath) && (path.length === apiPath.length || path[apiPath.length] === '/');
}

/** `..`, also when encoded, would leave the API's path at the backend. */
function hasDotSegment(path: string): boolean {
  return /\/(\.|%2e){1,2}(\/|$)/i.test(path);
}
