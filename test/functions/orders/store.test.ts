import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { TableClient } from '@azure/data-tables';
import { randomOrderId } from '../../../functions/orders/orderId';
import { openStore } from '../../../functions/orders/store';
import { startTables, type Tables } from '../../../local/tables';
import { anOrder } from '../../support/orders';
import { ordersApp, type OrdersApp } from './app';

const stops: (() => Promise<unknown>)[] = [];
let tables: Tables;
let tableCount = 0;
let table: string;

beforeAll(async () => {
  tables = await startTables();
});

afterAll(() => tables.stop());

beforeEach(() => {
  table = `orders${++tableCount}`;
});

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** An instance of the app on a table that only this test uses. */
function appAt({ connectionString }: Pick<Tables, 'connectionString'> = tables): OrdersApp {
  return ordersApp(openStore({ table, storage: { connectionString } }));
}

function tableClient(): TableClient {
  return TableClient.fromConnectionString(tables.connectionString, table, { allowInsecureConnection: true });
}

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<number> {
  const server: Server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  return (server.address() as AddressInfo).port;
}

/** Passes everything on to the tables, except that the answer to the first insert is lost on its way back. */
async function losingTheFirstAnswer(): Promise<{ connectionString: string; lost: () => number }> {
  let lost = 0;
  const port = await serve((incoming, response) => {
    const { method, url: path, headers } = incoming;
    const outgoing = request({ host: '127.0.0.1', port: tables.port, method, path, headers }, (answer) => {
      if (
        lost === 0 &&
        method === 'POST' &&
        path?.startsWith(`/devstoreaccount1/${table}`) &&
        answer.statusCode === 204
      ) {
        lost++;
        response.destroy();
        return;
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(outgoing);
  });
  const connectionString = tables.connectionString.replace(`:${tables.port}/`, `:${port}/`);
  return { connectionString, lost: () => lost };
}

describe('the table', () => {
  it('is created by the first order', async () => {
    const { status } = await appAt().create(anOrder());

    expect(status).toBe(201);
  });

  it('is not needed to know that there is no order', async () => {
    const { status } = await appAt().get(randomOrderId());

    expect(status).toBe(404);
  });

  it('is created once when two instances take their first orders at the same time', async () => {
    const instances = [1, 2, 3, 4].map(() => appAt());

    const answers = await Promise.all(instances.map((app) => app.create(anOrder())));

    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  });

  it('is created again after it was deleted', async () => {
    const app = appAt();
    await app.create(anOrder());
    await tableClient().deleteTable();

    const { status } = await app.create(anOrder());

    expect(status).toBe(201);
  });

  it('holds one entity for each order, with all that was asked for', async () => {
    const app = appAt();
    const { body } = await app.create(anOrder({ note: '麺かため', idempotencyKey: randomUUID() }));

    const entity = await tableClient().getEntity(String(body.orderId), 'order');

    expect(JSON.parse(String(entity.content))).toEqual(anOrder({ note: '麺かため' }));
  });

  it('answers with an error of ours when somebody damaged an order', async () => {
    const app = appAt();
    const { body } = await app.create(anOrder());
    await tableClient().updateEntity({ partitionKey: String(body.orderId), rowKey: 'order', order: 7 }, 'Merge');

    const { status } = await app.get(String(body.orderId));

    expect(status).toBe(500);
    expect(app.log.join()).toContain('The stored order has no order');
  });
});

describe('an insert whose answer was lost', () => {
  it.each([
    ['without a key', undefined],
    ['with a key', randomUUID()],
  ])('is repeated by the SDK and is no replay, %s', async (_, idempotencyKey) => {
    await appAt().create(anOrder());
    const way = await losingTheFirstAnswer();
    const app = appAt(way);

    const { status, headers, body } = await app.create(anOrder({ idempotencyKey }));

    expect(way.lost()).toBe(1);
    expect(status).toBe(201);
    expect(headers.get('Idempotency-Replayed')).toBeNull();
    expect((await app.get(String(body.orderId))).status).toBe(200);
  });
});

describe('a storage that', () => {
  const account = 'DefaultEndpointsProtocol=http;AccountName=a;AccountKey=c2VjcmV0';

  type Answer = (request: IncomingMessage, response: ServerResponse) => void;

  async function appAtStorageThat(answer: Answer): Promise<OrdersApp> {
    const endpoint = `http://127.0.0.1:${await serve(answer)}/a`;
    return appAt({ connectionString: `${account};TableEndpoint=${endpoint}` });
  }

  async function callEverything(app: OrdersApp): Promise<{ codes: unknown[]; ms: number }> {
    const start = performance.now();
    const answers = await Promise.all([
      app.create(anOrder()),
      app.create(anOrder({ idempotencyKey: randomUUID() })),
      app.get(randomOrderId()),
    ]);
    return { codes: answers.map(({ body }) => body.code), ms: performance.now() - start };
  }

  const unavailable = Array<string>(3).fill('storage-unavailable');

  it('refuses connections is reported, and the log says why', async () => {
    const port = await serve(() => undefined);
    await Promise.all(stops.splice(0).map((stop) => stop()));
    const app = appAt({
      connectionString: `${account};TableEndpoint=http://127.0.0.1:${port}/a`,
    });

    const { codes, ms } = await callEverything(app);

    expect(codes).toEqual(unavailable);
    expect(ms).toBeLessThan(5000);
    expect(app.log.join()).toContain('ECONNREFUSED');
  });

  it.each<[string, Answer]>([
    ['fails', (_, response) => void response.writeHead(500).end()],
    ['throttles', (_, response) => void response.writeHead(429).end()],
    ['hangs up', (_, response) => void response.destroy()],
  ])('%s is reported', async (_, answer) => {
    const { codes } = await callEverything(await appAtStorageThat(answer));

    expect(codes).toEqual(unavailable);
  });

  it('never answers, or asks for more patience than a request has, is reported within five seconds', async () => {
    const silent = await appAtStorageThat(() => undefined);
    const busy = await appAtStorageThat((_, response) => void response.writeHead(503, { 'Retry-After': '60' }).end());

    const outcomes = await Promise.all([callEverything(silent), callEverything(busy)]);

    for (const { codes, ms } of outcomes) {
      expect(codes).toEqual(unavailable);
      expect(ms).toBeLessThan(5000);
    }
  });

  it('refuses our key is a fault of ours, not a reason to wait', async () => {
    const app = await appAtStorageThat((_, response) => void response.writeHead(403).end());

    const { codes } = await callEverything(app);

    expect(codes).toEqual(Array(3).fill('internal-error'));
  });

  it('comes back is used again by the same store', async () => {
    const first = await startTables();
    const app = appAt(first);
    await app.create(anOrder());
    await first.stop();
    const away = await app.create(anOrder());
    const second = await startTables({ port: first.port });
    stops.push(() => second.stop());

    const back = await app.create(anOrder());

    expect([away.status, back.status]).toEqual([503, 201]);
    expect(away.headers.get('Retry-After')).toBe('5');
  });
});
