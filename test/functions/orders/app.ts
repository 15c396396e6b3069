import { createGatewayCheck } from '../../../functions/gatewaySecret';
import { createOperations, type Call, type Handler } from '../../../functions/orders/operations';
import { randomOrderId } from '../../../functions/orders/orderId';
import type { OrderStore } from '../../../functions/orders/store';
import { contractMistakes, type OperationId } from '../../support/contract';
import { ordersPath, type Order, type OrderConfirmation, type Problem } from '../../support/orders';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The body, which the contract has been seen to declare. */
  body: Partial<Omit<Order, 'status'> & Omit<OrderConfirmation, 'status'> & Omit<Problem, 'status'>>;
}

export interface OrdersApp {
  /** Sends a body, as JSON unless it is text already. */
  create(body: unknown, headers?: Record<string, string>): Promise<Answer>;
  get(orderId: string): Promise<Answer>;
  log: string[];
}

/** The handlers around a store, on a clock that stands still at 13:00 in the shop. Every answer is held to the contract. */
export function ordersApp(
  store: OrderStore,
  now = new Date('2026-02-04T04:00:00Z'),
  gatewaySecret?: string,
): OrdersApp {
  const isFromGateway = createGatewayCheck(gatewaySecret);
  const operations = createOperations({ store, isFromGateway, now: () => now, newOrderId: randomOrderId });
  const log: string[] = [];
  const call = (params: Call['params']): Call => ({
    params,
    log: {
      info: (line) => log.push(line),
      error: (line, cause) => log.push(`${line} ${cause instanceof Error ? cause.message : String(cause)}`),
    },
  });

  return {
    log,
    create(body, headers = {}) {
      const request = new Request(`http://localhost${ordersPath.app}`, {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { 'Content-Type': 'application/json', ...headers },
      });
      return answer('createOrder', operations.createOrder, { request, call: call({}) });
    },
    get(orderId) {
      const request = new Request(`http://localhost${ordersPath.app}/${encodeURIComponent(orderId)}`);
      return answer('getOrder', operations.getOrder, { request, call: call({ orderId }) });
    },
  };
}

interface Exchange {
  request: Request;
  call: Call;
}

async function answer(operationId: OperationId, handler: Handler, { request, call }: Exchange): Promise<Answer> {
  const response = await handler(request, call);
  const text = await response.clone().text();
  const body = JSON.parse(text) as Answer['body'];
  expect(contractMistakes(operationId, response, body)).toEqual([]);
  return { status: response.status, headers: response.headers, text, body };
}
