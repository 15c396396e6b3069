import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { post, request } from '../support/rpc';
import { startStubbedGateway, type StubbedGateway } from '../support/stubBackend';

const idleConnections = 2000;
const ping = request('ping');

describe('the gateway and its connections', () => {
  let gateway: StubbedGateway;
  let orders: string;
  const opened: Socket[] = [];
  beforeAll(async () => {
    gateway = await startStubbedGateway((incoming, response) => {
      incoming.resume().on('end', () => response.setHeader('content-type', 'application/json').end('{}'));
    });
    orders = `${gateway.url}/orders/mcp`;
  });
  afterEach(() => {
    for (const socket of opened.splice(0)) socket.destroy();
    expect(gateway.escaped).toEqual([]);
  });
  afterAll(() => gateway.stop());

  const open = async () => {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    opened.push(socket);
    await once(socket, 'connect');
    return socket;
  };
  const answerTo = async (text: string) => {
    const socket = await open();
    socket.write(text);
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    await once(socket, 'close');
    return Buffer.concat(chunks).toString();
  };

  it(`answers at once while ${idleConnections} connections say nothing`, async () => {
    await Promise.all(Array.from({ length: idleConnections }, open));
    const started = performance.now();

    const answer = await post(orders, ping);

    expect(answer.messages).toMatchObject([{ id: 1, result: {} }]);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('answers others while a hundred heads and a hundred bodies never end', async () => {
    const head = 'POST /orders/mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
    const endless = await Promise.all(Array.from({ length: 200 }, open));
    for (const [nth, socket] of endless.entries()) {
      socket.write(nth % 2 === 0 ? head : `${head}Content-Length: 100\r\n\r\n{"jsonrpc"`);
    }

    const answer = await post(orders, ping);

    expect(answer.messages).toMatchObject([{ id: 1, result: {} }]);
  });

  it.each([
    ['headers of more than 16 KiB', `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, '431'],
    ['something that is not HTTP', 'HELO localhost\r\n\r\n', '400'],
    [
      'two lengths of one body',
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx',
      '400',
    ],
    [
      'a length and chunks',
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      '400',
    ],
  ])('refuses %s and closes the connection', async (_title, text, status) => {
    const answer = await answerTo(text);

    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toMatch(new RegExp(`\\{ "statusCode": ${status}, "message": ".+" \\}$`));
  });

  it('survives clients that hang up in the middle of a request', async () => {
    const head = 'POST /orders/mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"jsonrpc"';
    const leaving = await Promise.all(Array.from({ length: 50 }, open));
    await Promise.all(
      leaving.map(async (socket) => {
        socket.write(head);
        socket.destroy();
        await once(socket, 'close');
      }),
    );

    const answer = await post(orders, ping);

    expect(answer.messages).toMatchObject([{ id: 1, result: {} }]);
  });
});
