import {
  app,
  type HttpMethod,
  type HttpRequest,
  type HttpResponseInit,
  type InvocationContext,
} from '@azure/functions';
import { createGatewayCheck } from '../gatewaySecret';
import { readConfig } from './config';
import document from './openapi.json';
import { createOperations, type Handler } from './operations';
import { randomOrderId } from './orderId';
import { openStore } from './store';

const methods: readonly HttpMethod[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const paths: Record<string, Partial<Record<string, { operationId: string }>>> = document.paths;

const config = readConfig();
const store = openStore(config);
const isFromGateway = createGatewayCheck(config.gatewaySecret);
const handlers = new Map<string, Handler>(
  Object.entries(createOperations({ store, isFromGateway, now: () => new Date(), newOrderId: randomOrderId })),
);

for (const [path, operations] of Object.entries(paths)) {
  for (const method of methods) {
    const operation = operations[method.toLowerCase()];
    if (operation) register(operation.operationId, method, path);
  }
}

/** A path of the contract is a route template as it stands, below the prefix that host.json sets. */
function register(operationId: string, method: HttpMethod, path: string): void {
  const handler = handlers.get(operationId);
  if (!handler) throw new Error(`openapi.json promises ${operationId}, which no handler keeps.`);

  // The gateway asks for keys; the app asks for the gateway.
  app.http(operationId, { methods: [method], route: path.slice(1), authLevel: 'anonymous', handler: adapt(handler) });
}

/** The library recognizes responses of its own class only, and of plain members. */
function adapt(handler: Handler) {
  return async (request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> => {
    const response = await handler(request, { params: request.params, log: context });
    return { status: response.status, headers: response.headers, body: await response.text() };
  };
}
