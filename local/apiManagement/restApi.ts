import type { RestApi } from '../../gateway/model';
import { notFound } from './answer';
import { fetchWhole } from './backendRequest';
import type { Call } from './call';
import type { Api, Compilation } from './compilation';
import type { Exchange } from './exchange';
import { forwardedHeaders } from './headers';
import { readOperations, type Operation, type OperationRequest } from './openapi/operation';
import { forward } from './passthrough';
import { run } from './policies/policy';
import { authorize } from './subscriptions';
import { upstreamNamed, type Upstream } from './upstream';

/** A REST API: callable over HTTP, and from the tools of an MCP server. */
export interface CompiledRestApi extends Api {
  operations: readonly Operation[];
  /** Calls an operation as a tool does: through this API's own key check and policies. */
  callOperation: (call: Call, request: OperationRequest) => Promise<{ status: number; body: string }>;
}

export function compileRestApi(
  name: string,
  row: RestApi,
  { upstreams, compile, subscriptions }: Compilation,
): CompiledRestApi {
  const operations = readOperations(row.document);
  const findOperation = createRouter(operations);
  const own = upstreamNamed(name, upstreams);
  const upstreamOf = ({ backendId }: Exchange): Upstream => (backendId ? upstreamNamed(backendId, upstreams) : own);
  const api = { name, path: `/${row.path}`, key: row.key, hidden: [], policy: compile(row.policy) };
  return {
    ...api,
    operations,
    serve: (call) => {
      const operation = findOperation(call.exchange);
      if (!operation) return call.answer(notFound);
      call.operation = operation.operationId;
      forward(call, upstreamOf(call.exchange), api);
    },
    callOperation: (call, request) => {
      const inner = innerExchange(call.exchange, request);
      const refusal = authorize(inner, api, subscriptions) ?? run(api.policy.request, inner);
      if (refusal) return Promise.resolve(refusal);
      return fetchWhole(upstreamOf(inner), inner, { body: request.body ?? null, waiting: call });
    },
  };
}

/** Finds the operation that a path and a method belong to. */
function createRouter(operations: readonly Operation[]): (exchange: Exchange) => Operation | undefined {
  const routes = operations.map((operation) => ({ operation, pattern: templatePattern(operation.template) }));
  return ({ method, path }) =>
    routes.find((route) => route.operation.method === method && route.pattern.test(path))?.operation;
}

function templatePattern(template: string): RegExp {
  const literals = template.split(/\{[^}]+\}/).map((literal) => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literals.join('[^/]+')}/?$`);
}

/** The request that a tool call makes to the REST API: a new one, which inherits the caller's own headers. */
function innerExchange(outer: Exchange, { method, path, query, headers, body }: OperationRequest): Exchange {
  const inherited = forwardedHeaders(outer.headers);
  Object.assign(inherited, headers);
  inherited.accept = 'application/json';
  if (body !== undefined) inherited['content-type'] = 'application/json';
  const { activityId, origin, ipAddress, receivedAt, timeoutMs } = outer;
  return {
    activityId,
    origin,
    ipAddress,
    receivedAt,
    timeoutMs,
    method,
    path,
    query,
    headers: inherited,
    subscription: undefined,
    backendId: undefined,
    answerHeaders: [],
  };
}
