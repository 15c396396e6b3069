import { gatewaySecretHeader } from '../gatewaySecret';
import type { operations } from './openapi';
import { confirmOrder, placeOrder, type Order, type OrderContent } from './order';
import { isOrderId, orderIdOf } from './orderId';
import { Problem, toResponse, type Log } from './problem';
import { readCreateOrderRequest, type IncomingRequest } from './request';
import type { OrderRecord, OrderStore } from './store';

export interface Call {
  /** Values of the path's parameters, decoded. */
  params: Readonly<Record<string, string>>;
  log: Log;
}

export type Handler = (request: IncomingRequest, call: Call) => Promise<Response>;

/** What the handlers work with. */
interface Dependencies {
  store: OrderStore;
  /** Whether a request comes from the gateway, by what it carries in {@link gatewaySecretHeader}. */
  isFromGateway: (presented: string | null) => boolean;
  now: () => Date;
  newOrderId: () => string;
}

/** Longest wait for the storage in one call, in milliseconds. Leaves room to answer within five seconds. */
const storageDeadline = 4_000;

/** The handler of each operation of the contract. They answer failures as well and never throw. */
export function createOperations(dependencies: Dependencies): Record<keyof operations, Handler> {
  return {
    createOrder: answering((request, call) => createOrder(request, call, dependencies), dependencies),
    getOrder: answering((_, call) => getOrder(call, dependencies), dependencies),
  };
}

function answering(handler: Handler, { isFromGateway }: Dependencies): Handler {
  return async (request, call) => {
    try {
      if (isFromGateway(request.headers.get(gatewaySecretHeader))) return await handler(request, call);
      throw new Problem('gateway-required', 'Call this API at the gateway, with the key of the API.');
    } catch (failure) {
      return toResponse(failure, call.log);
    }
  };
}

async function createOrder(
  request: IncomingRequest,
  { log }: Call,
  { store, now: clock, newOrderId }: Dependencies,
): Promise<Response> {
  const { idempotencyKey, ...content } = await readCreateOrderRequest(request);
  const orderId = idempotencyKey === undefined ? newOrderId() : orderIdOf(idempotencyKey);
  const signal = AbortSignal.timeout(storageDeadline);

  // A repeat is answered before its content is checked: the first order stands, whatever the menu says by now.
  const first = idempotencyKey === undefined ? undefined : await store.find(orderId, signal);
  if (first) return replay(first, content, log);

  const now = clock();
  const order = placeOrder(content, { orderId, now });
  const record = toRecord(order, content, now);
  // Another call with the same key may have come first since then. The insert decides, and nothing else.
  const earlier = await store.insert(record, signal);
  if (earlier) return replay(earlier, content, log);

  log.info(`order placed: ${orderId}, ${order.items.length} lines, ${order.total} ${order.currency}`);
  return created(record);
}

async function getOrder({ params }: Call, { store }: Dependencies): Promise<Response> {
  const { orderId = '' } = params;
  const record = isOrderId(orderId) ? await store.find(orderId, AbortSignal.timeout(storageDeadline)) : undefined;
  if (record) return json(record.order, { status: 200 });

  const id = JSON.stringify(orderId.slice(0, 64));
  throw new Problem('order-not-found', `No order has the id ${id}. Use the orderId that createOrder returned.`);
}

function toRecord(order: Order, content: OrderContent, now: Date): OrderRecord {
  return {
    orderId: order.orderId,
    content: canonical(content),
    order: JSON.stringify(order),
    confirmation: JSON.stringify(confirmOrder(order, content.pickupTime, now)),
  };
}

/** The same text for the same content, in whatever order its members were sent. */
function canonical({ menuVersion, items, note, pickupTime }: OrderContent): string {
  const lines = items.map(({ menuItemId, quantity }) => ({ menuItemId, quantity }));
  return JSON.stringify({ menuVersion, items: lines, note, pickupTime });
}

function replay(first: OrderRecord, content: OrderContent, log: Log): Response {
  if (first.content !== canonical(content)) {
    const detail =
      'This idempotency key was used for an order with other content. ' +
      'Repeat that order unchanged, or send this one with a new key.';
    throw new Problem('idempotency-key-reused', detail);
  }
  log.info(`order replayed: ${first.orderId}`);
  return created(first, { 'Idempotency-Replayed': 'true' });
}

function created({ orderId, confirmation }: OrderRecord, headers?: Record<string, string>): Response {
  return json(confirmation, { status: 201, headers: { Location: `/api/orders/${orderId}`, ...headers } });
}

function json(body: string, { status, headers }: { status: number; headers?: Record<string, string> }): Response {
  return new Response(body, { status, headers: { 'Content-Type': 'application/json', ...headers } });
}
