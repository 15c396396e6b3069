import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { gateway } from '../../gateway';
import { mcpServerPath } from '../../gateway/model';
import { aLine, anOrder, ordersKey, ordersPath, unknownOrderId } from '../support/orders';
import { post, request } from '../support/rpc';
import { useTemporaryFolder } from '../support/temporaryFolder';
import { startOrdersChain, type OrdersChain } from './ordersChain';

const clients = 8;
const ordersEach = 25;
const kills = 3;

describe('the orders app, killed under load', () => {
  const folder = useTemporaryFolder();
  let chain: OrdersChain;
  beforeAll(async () => {
    chain = await startOrdersChain(folder());
  });
  afterAll(() => chain.stop());

  it('keeps every acknowledged order once when clients retry with the same key', async () => {
    const load = startLoad(`${chain.url}${mcpServerPath(gateway.mcpServers.orders)}`);
    const killing = killRepeatedly(chain, load);

    const acknowledged = await load.finished;
    await killing;

    const stored = await chain.storedOrderIds();
    expect(load.failures()).toBeGreaterThan(0);
    expect(acknowledged.size).toBe(clients * ordersEach);
    expect(new Set(acknowledged.values()).size).toBe(acknowledged.size);
    expect(stored.sort()).toEqual([...acknowledged.values()].sort());
  });

  it('answers 502 while the app is gone, and the app again when it is back', async () => {
    const orders = `${chain.url}${ordersPath.gateway}/${unknownOrderId}`;
    const ask = () => fetch(orders, { headers: { [ordersKey.header]: chain.apiKey } });
    const gone = once(chain.host.events, 'crash');
    const back = once(chain.host.events, 'restart');

    kill(chain);
    await gone;
    const meanwhile = await ask();
    await back;
    const afterwards = await ask();

    expect(meanwhile.status).toBe(502);
    expect(afterwards.status).toBe(404);
  });
});

interface Load {
  /** Order id by idempotency key, once every order is acknowledged. */
  finished: Promise<Map<string, string>>;
  failures(): number;
  /** Resolves when this many orders are acknowledged. */
  reached(count: number): Promise<void>;
}

/** Clients that order one dish after the other and repeat each call with its key until it is acknowledged. */
function startLoad(url: string): Load {
  const acknowledged = new Map<string, string>();
  const waiting: { count: number; resolve: () => void }[] = [];
  let failures = 0;

  const order = async (idempotencyKey: string, quantity: number) => {
    for (;;) {
      const orderId = await attempt(url, idempotencyKey, quantity);
      if (orderId !== undefined) {
        acknowledged.set(idempotencyKey, orderId);
        for (const { count, resolve } of waiting) if (acknowledged.size >= count) resolve();
        return;
      }
      failures += 1;
      await pause(20);
    }
  };
  const client = async (number: number) => {
    for (let nth = 0; nth < ordersEach; nth += 1) await order(`client-${number}-order-${nth}`, (nth % 3) + 1);
  };
  const finished = Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
  return {
    finished: finished.then(() => acknowledged),
    failures: () => failures,
    reached: (count) => new Promise((resolve) => waiting.push({ count, resolve })),
  };
}

/** The id of the order when the call was acknowledged. */
async function attempt(url: string, idempotencyKey: string, quantity: number): Promise<string | undefined> {
  const CreateOrderRequest = anOrder({ idempotencyKey, items: [aLine({ quantity })] });
  const { messages } = await post(
    url,
    request('tools/call', { name: 'createOrder', arguments: { CreateOrderRequest } }),
  );
  const result = messages[0]?.result as { isError?: boolean; content: { text: string }[] } | undefined;
  if (!result || result.isError) return undefined;
  return (JSON.parse(result.content[0]?.text ?? '') as { orderId: string }).orderId;
}

/** Spreads the kills over the run. */
async function killRepeatedly(chain: OrdersChain, load: Load): Promise<void> {
  for (let nth = 1; nth <= kills; nth += 1) {
    await load.reached((clients * ordersEach * nth) / (kills + 2));
    const restarted = once(chain.host.events, 'restart');
    kill(chain);
    await restarted;
  }
}

function kill({ host }: OrdersChain): void {
  const pid = host.pid();
  if (pid === undefined) throw new Error('The orders app is not running.');
  process.kill(pid, 'SIGKILL');
}
