import { connect } from 'node:net';
import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { useGateways, withKey } from '../../support/gateway';
import { jsonRequest } from '../../support/rawRequest';
import { request } from '../../support/rpc';
import { callCreateThing, callGetThing } from '../../support/things';

const calls = 20_000;
const atOnce = 100;
const boundBytes = 4_000_000;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('the memory of a gateway', () => {
  const start = useGateways();

  it.each([
    ['tool calls', 'things', callGetThing()],
    ['tool calls with wrong arguments', 'things', callCreateThing({})],
    ['calls that pass through', 'echo', request('ping')],
  ] as const)(`is flat over ${calls} %s`, async (_title, server, message) => {
    const gateway = await start({ log: () => undefined });
    gateway.backend.serve((incoming, response) => {
      incoming.on('end', () => response.end('{}')).resume();
    });
    await send(gateway[server], message, 2_000);
    const before = heapBytes();

    await send(gateway[server], message, calls);

    expect(heapBytes() - before).toBeLessThan(boundBytes);
  });
});

function heapBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** Sends a message again and again over one connection, many at once; checks that each has a 200. */
async function send(url: string, message: object, times: number): Promise<void> {
  const bytes = jsonRequest(url, message, withKey);
  const socket = connect(Number(new URL(url).port), '127.0.0.1').setEncoding('latin1');
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
