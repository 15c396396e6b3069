import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { useGateways, withKey } from '../../support/gateway';
import { nextData, openSocket } from '../../support/rawHttp';
import { requestHead } from '../../support/rawRequest';
import { nextExchange } from '../../support/stubBackend';
import { thingsGateway } from '../../support/things';

const chunked = { ...withKey, 'Transfer-Encoding': 'chunked' };

describe('a stream through the gateway', () => {
  const start = useGateways();

  it('hands on the head before the first event, and events before the end', async () => {
    const { backend, echo } = await start();
    const exchange = nextExchange(backend);
    const socket = await openSocket(echo);

    socket.write(requestHead('GET', echo, withKey));
    const { response } = await exchange;
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    const seenHead = await nextData(socket);
    response.write('data: first\n\n');
    const seenFirst = await nextData(socket);
    response.write('data: second\n\n');
    const seenSecond = await nextData(socket);

    expect(seenHead).toContain('200 OK');
    expect(seenFirst).toContain('data: first');
    expect(seenSecond).toContain('data: second');
    socket.destroy();
  });

  it('hands chunks of an upload on before its end', async () => {
    const { backend, echo } = await start();
    const exchange = nextExchange(backend);
    const socket = await openSocket(echo);

    socket.write(`${requestHead('POST', echo, chunked)}5\r\nfirst\r\n`);
    const { request, response } = await exchange;
    const [first] = (await once(request, 'data')) as [Buffer];
    socket.write('6\r\nsecond\r\n');
    const [second] = (await once(request, 'data')) as [Buffer];
    socket.write('0\r\n\r\n');
    await once(request, 'end');
    response.end();

    expect([String(first), String(second)]).toEqual(['first', 'second']);
    socket.destroy();
  });

  it('lets a client that reads slowly slow the backend down', async () => {
    const { backend, echo } = await start();
    const exchange = nextExchange(backend);
    const socket = await openSocket(echo);
    const chunk = Buffer.alloc(65_536);

    socket.pause().write(requestHead('GET', echo, withKey));
    const { response } = await exchange;
    let written = 0;
    let full = false;
    while (!full && written < 200) {
      written += 1;
      full = !response.write(chunk) && !(await Promise.race([once(response, 'drain'), stalled(response)]));
    }

    expect(full).toBe(true);
    expect(written).toBeLessThan(200);
    socket.destroy();
  });

  it('gives up the backend’s request when its client goes away during the response', async () => {
    const { backend, echo } = await start();
    const exchange = nextExchange(backend);
    const socket = await openSocket(echo);
    socket.write(requestHead('GET', echo, withKey));
    const { response } = await exchange;
    response.writeHead(200).flushHeaders();
    await nextData(socket);

    socket.destroy();
    await once(response, 'close');

    expect(response.writableFinished).toBe(false);
  });

  it('gives up the backend’s request when its client goes away before the response', async () => {
    const { backend, echo, log } = await start();
    const exchange = nextExchange(backend);
    const socket = await openSocket(echo);
    socket.write(requestHead('GET', echo, withKey));
    const { response } = await exchange;

    socket.destroy();
    await once(response, 'close');

    expect(await log.atLeast(1)).toMatchObject([{ status: 499 }]);
  });

  it('gives up the backend’s request when its client goes away during the upload', async () => {
    const { backend, echo } = await start();
    const exchange = nextExchange(backend);
    const socket = await openSocket(echo);
    socket.write(`${requestHead('POST', echo, chunked)}5\r\nfirst\r\n`);
    const { request } = await exchange;

    socket.destroy();

    await expect(once(request, 'end')).rejects.toThrow('aborted');
  });

  it('cuts a response off that its backend does not finish', async () => {
    const { backend, echo } = await start();
    backend.serve((_request, response) => {
      response.writeHead(200, { 'content-length': '10' }).write('half');
      setImmediate(() => response.destroy());
    });

    const response = await fetch(echo, { headers: withKey });

    await expect(response.text()).rejects.toThrow('terminated');
  });

  it('hands on an answer that a backend gives before it has read the upload', async () => {
    const { backend, echo } = await start();
    backend.serve((_request, response) => response.writeHead(413).end('too large'));

    const response = await upload(echo, 5_000_000);

    expect(response).toEqual({ status: 413, body: 'too large' });
  });

  it('answers 502 to a large upload while nobody listens', async () => {
    const { backend, echo } = await start();
    await backend.stop();

    const response = await upload(echo, 5_000_000);

    expect(response).toMatchObject({ status: 502, body: expect.stringContaining('"statusCode": 502') });
  });

  it('answers 504 to a large upload that nobody answers in time', async () => {
    const limits = { ...thingsGateway.limits, backendTimeoutSeconds: 1 };
    const { backend, echo } = await start({ definition: { ...thingsGateway, limits } });
    backend.serve((request) => request.resume());

    const response = await upload(echo, 5_000_000);

    expect(response.status).toBe(504);
  });
});

/** False as soon as a response has made no progress for a while, which no event tells. */
function stalled(response: ServerResponse): Promise<false> {
  return new Promise((resolve) => {
    let pending = -1;
    const look = setInterval(() => {
      const socketBytes = response.socket?.bytesWritten ?? 0;
      if (socketBytes !== pending) {
        pending = socketBytes;
        return;
      }
      clearInterval(look);
      resolve(false);
    }, 100);
  });
}

/** Sends a body and reads the answer even when it comes before the body's end. */
async function upload(url: string, bytes: number): Promise<{ status: number | undefined; body: string }> {
  const request = httpRequest(url, { method: 'POST', headers: { ...withKey, 'content-length': bytes } });
  request.on('error', () => undefined).end(Buffer.alloc(bytes, 'x'));
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let body = '';
  for await (const chunk of response.setEncoding('utf8')) body += String(chunk);
  return { status: response.statusCode, body };
}
