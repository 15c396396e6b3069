import { createServer } from 'node:http';
import { serve } from './ready';

/** An MCP server that does nothing but answer, in the one-event stream of the Azure Functions MCP extension. */
const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-cache, no-store' };

function answer(request: string): string {
  const { id } = JSON.parse(request) as { id: number };
  const message = { jsonrpc: '2.0', id, result: { content: [{ type: 'text', text: '{}' }] } };
  return `event: message\ndata: ${JSON.stringify(message)}\n\n`;
}

serve(
  createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.writeHead(200, headers);
      response.end(answer(Buffer.concat(chunks).toString()));
    });
  }),
);
