import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onClientError, serverOptions } from '../../../local/apiManagement/connections';
import { nextData, openSocket, sendRaw } from '../../support/rawHttp';

/** The gateway's own rules for connections, its patience shortened. */
const impatient = { ...serverOptions, headersTimeout: 100, requestTimeout: 200, connectionsCheckingInterval: 20 };
const tooLate =
  'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 72\r\n\r\n' +
  '{ "statusCode": 408, "message": "The request took too long to arrive." }';

describe('a connection', () => {
  let server: Server;
  let url: string;
  beforeEach(async () => {
    server = createServer(impatient, (request, response) => {
      request.on('end', () => response.end('served')).resume();
    }).on('clientError', onClientError);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it.each([
    ['head', 'GET / HTTP/1.1\r\nHost: loc'],
    ['body', 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nab'],
    ['chunk', 'POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab'],
  ])('is refused when its %s takes too long', async (_title, bytes) => {
    const answer = await sendRaw(url, bytes);

    expect(answer).toBe(tooLate);
  });

  it.each([
    ['400', 'HELO localhost\r\n\r\n'],
    ['400', 'GET / HTTP/1.1\r\nHost: localhost\r\nBad\u0001Name: a\r\n\r\n'],
    ['431', `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(5_000_000)}\r\n\r\n`],
  ])('is told %s, and can read it, before it is closed', async (status, bytes) => {
    const answer = await sendRaw(url, bytes);

    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [\\s\\S]+"statusCode": ${status}`));
  });

  it('is let go of after its refusal though its client keeps it half open', async () => {
    const refused = once(server, 'connection') as Promise<[NodeJS.EventEmitter]>;
    const socket = await openSocket(url);
    const [serverSide] = await refused;
    socket.write('HELO localhost\r\n\r\n');
    const answer = await nextData(socket);

    await once(serverSide, 'close');

    expect(answer).toContain('400 Bad Request');
    socket.destroy();
  });

  it('is cut off, not written to, when nonsense arrives during a response', async () => {
    server.removeAllListeners('request').on('request', (_request, response: ServerResponse) => {
      response.writeHead(200, { 'content-length': '10' }).write('half');
    });
    const socket = await openSocket(url);
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    const begun = await nextData(socket);
    const rest = text(socket);

    socket.write('nonsense\r\n\r\n');

    expect(begun).toMatch(/half$/);
    expect(await rest).toBe('');
    socket.destroy();
  });

  it('does not disturb the server when it is reset', async () => {
    const socket = await openSocket(url);
    const disturbed = once(server, 'clientError');
    socket.write('GET / HTTP/1.1\r\nHo');
    socket.resetAndDestroy();
    await disturbed;

    const response = await fetch(url);

    expect(await response.text()).toBe('served');
  });
});

describe('the gateway’s patience', () => {
  it('is bounded for heads and bodies, and outlasts the idle time of common clients', () => {
    expect(serverOptions).toMatchObject({ maxHeaderSize: 16_384, headersTimeout: 10_000, requestTimeout: 60_000 });
    expect(serverOptions.keepAliveTimeout).toBeGreaterThan(60_000);
  });
});
