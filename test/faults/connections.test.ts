import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { useGateways, withKey, type GatewayUnderTest } from '../support/gateway';
import { sendRaw } from '../support/rawHttp';
import { requestHead } from '../support/rawRequest';

const idleConnections = 2000;
const halfABody = ({ things }: GatewayUnderTest) =>
  `${requestHead('POST', things, { ...withKey, 'Content-Length': 100 })}{"jsonrpc"`;
const halfAHead = ({ things }: GatewayUnderTest) => requestHead('POST', things, withKey).slice(0, -'\r\n'.length);

describe('the gateway and its connections', () => {
  const start = useGateways();
  const opened: Socket[] = [];
  afterEach(() => {
    for (const socket of opened.splice(0)) socket.destroy();
  });

  const open = async ({ url }: GatewayUnderTest) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    opened.push(socket);
    await once(socket, 'connect');
    return socket;
  };
  const openMany = (count: number, gateway: GatewayUnderTest) =>
    Promise.all(Array.from({ length: count }, () => open(gateway)));

  it(`answers while ${idleConnections} connections say nothing`, async () => {
    const gateway = await start();
    await openMany(idleConnections, gateway);

    const answer = await gateway.rpc('ping');

    expect(answer.messages).toMatchObject([{ id: 1, result: {} }]);
  });

  it('answers others while a hundred heads and a hundred bodies never end', async () => {
    const gateway = await start();
    const endless = await openMany(200, gateway);
    for (const [nth, socket] of endless.entries()) {
      socket.write(nth % 2 === 0 ? halfAHead(gateway) : halfABody(gateway));
    }

    const answer = await gateway.rpc('ping');

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
    const { url } = await start();

    const answer = await sendRaw(url, text);

    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toMatch(new RegExp(`\\{ "statusCode": ${status}, "message": ".+" \\}$`));
  });

  it('survives clients that hang up in the middle of a request', async () => {
    const gateway = await start();
    const leaving = await openMany(50, gateway);
    await Promise.all(
      leaving.map(async (socket) => {
        socket.write(halfABody(gateway), () => socket.destroy());
        await once(socket, 'close');
      }),
    );

    const answer = await gateway.rpc('ping');

    expect(answer.messages).toMatchObject([{ id: 1, result: {} }]);
  });
});
