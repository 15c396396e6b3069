import { connect } from 'node:net';
import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { agentsKey, useGateways } from '../../support/gateway';
import { request } from '../../support/rpc';

const calls = 20_000;
const atOnce = 100;
const boundBytes = 4_000_000;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('the memory of a gateway', () => {
  const start = useGateways();

  // The MCP SDK 1.32.2 keeps about 5 KB of each call in sessions that answer with JSON.
  it.each([
    ['tool calls', '/orders/mcp', request('tools/call', { name: 'getOrder', arguments: { orderId: '1' } })],
    ['tool calls with wrong arguments', '/orders/mcp', request('tools/call', { name: 'getOrder', arguments: {} })],
    ['calls that pass through', '/menu/mcp', request('ping')],
  ])(`is flat over ${calls} %s`, async (_title, path, message) => {
    const { url, backend } = await start({ log: () => undefined });
    backend.serve((incoming, response) => {
      incoming.on('end', () => response.end('{}')).resume();
    });
    await send(url + path, message, 2_000);
    const before = heapBytes();

    await send(url + path, message, calls);

    expect(heapBytes() - before).toBeLessThan(boundBytes);
  });
});

function heapBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** Sends a message again and again over one connection, many at once; checks that each has a 200. */
async function send(url: string, message: object, times: number): Promise<void> {
  const { pathname, port } = new URL(url);
  const body = JSON.stringify(message);
  const bytes =
    `POST ${pathname} HTTP/1.1\r\nHost: localhost\r\nOcp-Apim-Subscription-Key: ${agentsKey}\r\n` +
    `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  const socket = connect(Number(port), '127.0.0.1').setEncoding('latin1');
  for (let sent = 0; sent < times; sent += atOnce) {
    socket.write(bytes.repeat(atOnce));
    let text = '';
    let answered = 0;
    while (answered < atOnce) {
      const [chunk] = (await once(socket, 'data')) as [string];
      text += chunk;
      answered = text.split('HTTP/1.1 200 OK\r\n').length - 1;
    }
  }
  socket.destroy();
}
