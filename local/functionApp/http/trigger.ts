import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import Ajv from 'ajv';
import { UserError } from '../../../terminal/userError';
import type { TriggeredFunction } from '../app/functions';
import type { InvocationResponse } from '../app/rpc';
import { carriesKey } from '../key';
import type { Runtime } from '../runtime';
import { traceContext } from '../trace';
import { toRpcRequest } from './request';
import { answerEmpty, writeRpcResponse } from './response';
import { compileRoute, decodePath, type Route } from './routes';

const levels = ['anonymous', 'function', 'admin'] as const;

interface HttpTrigger {
  route?: string;
  methods: string[];
  authLevel: (typeof levels)[number];
}

const validate = new Ajv().compile<HttpTrigger>({
  type: 'object',
  required: ['methods', 'authLevel'],
  properties: {
    route: { type: 'string', nullable: true },
    methods: { type: 'array', items: { type: 'string' } },
    authLevel: { enum: levels },
  },
});

interface Endpoint {
  route: Route;
  methods: Set<string>;
  needsKey: boolean;
  target: TriggeredFunction;
}

/** Answers a request, or says that no function has its path and method. */
type HttpTriggers = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<boolean>;

/** Paths that belong to the host itself. */
const reserved = /^\/(admin|runtime)(\/|$)/i;

/**
 * The app's HTTP functions behind their routes, the more specific route first. A path with a method that its function
 * does not list is no match: the host makes the method part of the route
 * (Azure/azure-functions-host, `WebScriptHostHttpRoutesManager.cs`).
 */
export function httpTriggers(runtime: Runtime, functions: TriggeredFunction[]): HttpTriggers {
  const endpoints = functions
    .map((target) => endpoint(target, runtime.hostJson.routePrefix))
    .sort((one, other) => one.route.precedence.localeCompare(other.route.precedence));
  return async (request, response, url) => {
    const path = decodePath(url.pathname);
    for (const { route, methods, needsKey, target } of endpoints) {
      const params = methods.has(request.method ?? '') ? route.match(path) : undefined;
      if (!params) continue;
      if (needsKey && !carriesKey(request, url, runtime.key)) answerEmpty(response, 401);
      else writeRpcResponse(response, await run(runtime, target, { request, url, params }));
      return true;
    }
    return false;
  };
}

function endpoint(target: TriggeredFunction, prefix: string): Endpoint {
  const { trigger, registered } = target;
  const { name } = registered.metadata;
  if (!validate(trigger)) throw new UserError(`Function ${name}: its HTTP trigger is malformed.`);
  const template = `/${[prefix, trigger.route ?? name].filter(Boolean).join('/')}`;
  if (reserved.test(template)) {
    throw new UserError(`Function ${name}: the route ${template} belongs to the host itself.`);
  }
  return {
    route: compileRoute(template),
    methods: new Set(trigger.methods.map((method) => method.toUpperCase())),
    needsKey: trigger.authLevel !== 'anonymous',
    target,
  };
}

async function run(
  runtime: Runtime,
  { registered, triggerName }: TriggeredFunction,
  { request, url, params }: { request: IncomingMessage; url: URL; params: Record<string, string> },
): Promise<InvocationResponse> {
  const http = await toRpcRequest(request, url, params);
  return runtime.invoke(registered, {
    invocationId: randomUUID(),
    functionId: registered.metadata.name,
    inputData: [{ name: triggerName, data: { http } }],
    triggerMetadata: {},
    traceContext: traceContext(request),
  });
}
