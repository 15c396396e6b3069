import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Pool } from 'undici';
import { serve } from './ready';

/**
 * What Node's server and undici cost by themselves: `getOrder` as a tool with no key, policy, check, log or error
 * handling. The ceiling of a gateway that is made of these two. Arguments: the origin of the orders app.
 */
const [rest = ''] = process.argv.slice(2);
const pool = new Pool(rest);

interface GetOrderCall {
  id: number;
  params: { arguments: { orderId: string } };
}

async function bridge(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { id, params } = JSON.parse(await textOf(request)) as GetOrderCall;
  const answer = await pool.request({ path: `/api/orders/${params.arguments.orderId}`, method: 'GET' });
  const result = `{"content":[{"type":"text","text":${JSON.stringify(await answer.body.text())}}]}`;
  const events = `event: message\ndata: {"jsonrpc":"2.0","id":${id},"result":${result}}\n\nevent: close\ndata: \n\n`;
  response.writeHead(200, { 'content-type': 'text/event-stream', 'content-length': Buffer.byteLength(events) });
  response.end(events);
}

function textOf(request: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      resolve(Buffer.concat(chunks).toString());
    });
  });
}

serve(createServer((request, response) => void bridge(request, response)));
