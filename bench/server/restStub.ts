import { createServer, type ServerResponse } from 'node:http';
import { order } from '../samples';
import { serve } from './ready';

/** An orders API that does nothing but answer: the ceiling of any gateway in front of it. */
const body = JSON.stringify(order);
const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };

function answer(response: ServerResponse, status: number): void {
  response.writeHead(status, headers);
  response.end(body);
}

serve(
  createServer((request, response) => {
    if (request.method === 'GET') {
      answer(response, 200);
      return;
    }
    request.resume().on('end', () => {
      answer(response, 201);
    });
  }),
);
