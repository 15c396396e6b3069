import type { IncomingMessage } from 'node:http';
import { errors, Pool, type Dispatcher } from 'undici';
import type { AppName, Backend as BackendRow, Gateway } from '../../infra/gateway';
import { isPassthrough } from '../../infra/gateway';
import { badGateway, gatewayTimeout, type Answer } from './answer';
import type { Exchange, Headers } from './exchange';

/** Where calls are forwarded to: connections to an app, and the path of the API there. */
export interface Backend {
  pool: Pool;
  path: string;
}

/** Backends by name: that of the row that names them. */
export type Backends = ReadonlyMap<string, Backend>;

/** Opens a pool per app and a backend for each row of the definition that has one. Nothing connects before the first call. */
export function createBackends(
  definition: Gateway,
  origins: Readonly<Record<AppName, string>>,
): { backends: Backends; close: () => Promise<void> } {
  const pools = new Map(Object.entries(origins).map(([app, origin]) => [app, new Pool(origin)]));
  const rows: [string, BackendRow][] = [
    ...Object.entries(definition.restApis).map(([name, api]): [string, BackendRow] => [name, api.backend]),
    ...Object.entries(definition.mcpServers).flatMap(([name, server]): [string, BackendRow][] =>
      isPassthrough(server) ? [[name, server.backend]] : [],
    ),
  ];
  const backends = rows.flatMap(([name, { app, path }]): [string, Backend][] => {
    const pool = pools.get(app);
    return pool ? [[name, { pool, path }]] : [];
  });
  return {
    backends: new Map(backends),
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}

/**
 * The backend of a name.
 *
 * @throws RangeError when there is none: definitions and policies are checked before the first call
 */
export function backendNamed(name: string, backends: Backends): Backend {
  const backend = backends.get(name);
  if (!backend) throw new RangeError(`There is no backend "${name}".`);
  return backend;
}

/** What is sent besides the exchange's own method, headers and query. */
export interface Outgoing {
  body: Buffer | string | IncomingMessage | null;
  /** Longest pause in the response's body; 0 for a stream that may rest as long as it likes. */
  bodyTimeoutMs: number;
}

/** Sends an exchange to its backend; the handler hears of the response. */
export function dispatch(
  backend: Backend,
  exchange: Exchange,
  { body, bodyTimeoutMs, handler }: Outgoing & { handler: Dispatcher.DispatchHandler },
): void {
  backend.pool.dispatch(
    {
      path: backend.path + exchange.path + exchange.query,
      method: exchange.method,
      headers: exchange.headers,
      body,
      headersTimeout: exchange.timeoutMs,
      bodyTimeout: bodyTimeoutMs,
    },
    handler,
  );
}

/** A whole response of a backend. */
export interface BackendResponse {
  status: number;
  headers: Headers;
  body: string;
}

/** Collects a response as text; rejects when the backend fails or the signal says that nobody waits any more. */
export function call(
  backend: Backend,
  exchange: Exchange,
  outgoing: Outgoing & { signal: AbandonSignal },
): Promise<BackendResponse> {
  return new Promise((resolve, reject) => {
    const response: BackendResponse = { status: 0, headers: {}, body: '' };
    const chunks: Buffer[] = [];
    dispatch(backend, exchange, {
      ...outgoing,
      handler: {
        onRequestStart: (controller) => {
          outgoing.signal.onAbandon = () => {
            controller.abort(new Error('The client has gone.'));
          };
        },
        onResponseStart: (_controller, status, headers) => {
          response.status = status;
          response.headers = headers;
        },
        onResponseData: (_controller, chunk) => {
          chunks.push(chunk);
        },
        onResponseEnd: () => {
          const [first] = chunks;
          response.body = (chunks.length === 1 && first ? first : Buffer.concat(chunks)).toString();
          resolve(response);
        },
        onResponseError: (_controller, error) => {
          reject(error);
        },
      },
    });
  });
}

/** Set to what must happen when the client goes away before it is answered. */
export interface AbandonSignal {
  onAbandon: (() => void) | undefined;
}

/** What a client hears when its backend fails: 504 when it took too long, else 502. */
export function failureAnswer(error: unknown): Answer {
  const timedOut = error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError;
  return timedOut ? gatewayTimeout : badGateway;
}
