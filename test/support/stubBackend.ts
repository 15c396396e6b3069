import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as it reached the backend. */
export interface Received {
  method: string;
  /** Path and query. */
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

type Answering = (request: IncomingMessage, response: ServerResponse) => void;

/** A backend that a test programs and then asks what reached it. */
export interface StubBackend {
  origin: string;
  /** Whole requests that `answerJson`, or nobody, answered; the programs of `serve` read their requests themselves. */
  received: Received[];
  /** Answers all further requests, once they are read, with this status and JSON. */
  answerJson(status: number, body: unknown, headers?: Record<string, string | string[]>): void;
  /** Leaves all further requests to a program. */
  serve(program: Answering): void;
  stop(): Promise<void>;
}

/** Starts a backend that answers `{}` until told otherwise; on a given port, or on any free one. */
export async function startStubBackend(port = 0): Promise<StubBackend> {
  const received: Received[] = [];
  let program = answering(received, 200, '{}');
  const server = createServer((request, response) => {
    program(request, response);
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answerJson: (status, body, headers) => {
      program = answering(received, status, JSON.stringify(body), headers);
    },
    serve: (next) => {
      program = next;
    },
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function answering(
  received: Received[],
  status: number,
  answer: string,
  headers: Record<string, string | string[]> = {},
): Answering {
  return (request, response) => {
    const { method = '', url = '' } = request;
    // A client that leaves in the middle of its request is not to be answered.
    void text(request).then(
      (body) => {
        received.push({ method, url, headers: request.headers, body });
        response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(answer);
      },
      () => undefined,
    );
  };
}

/** The next request that reaches a backend, to be answered by the test; later ones wait for ever. */
export function nextExchange(
  backend: Pick<StubBackend, 'serve'>,
): Promise<{ request: IncomingMessage; response: ServerResponse }> {
  return new Promise((resolve) => {
    backend.serve((request, response) => {
      resolve({ request, response });
    });
  });
}
