import type { IncomingMessage } from 'node:http';
import { errors, Pool, type Dispatcher } from 'undici';
import type { AppName, Backend as BackendRow, Gateway } from '../../infra/gateway';
import { isPassthrough } from '../../infra/gateway';
import { badGateway, gatewayTimeout, type Answer } from './answer';
import { joinChunks } from './body';
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
  { pool, path }: Backend,
  exchange: Exchange,
  { body, bodyTimeoutMs, handler }: Outgoing & { handler: Dispatcher.DispatchHandler },
): void {
  pool.dispatch(
    {
      path: path + exchange.path + exchange.query,
      method: exchange.method,
      headers: exchange.headers,
      body,
      headersTimeout: exchange.timeoutMs,
      bodyTimeout: bodyTimeoutMs,
    },
    handler,
  );
}

/** Whoever waits for a backend: what is set here is aborted when the client goes away. */
export interface Waiting {
  pending: Dispatcher.DispatchController | undefined;
  /** Whether nobody waits any more. */
  readonly over: boolean;
}

/** Ties a request, as it starts, to who waits for it; that may be nobody, for connecting takes a while. */
export function begin(waiting: Waiting, controller: Dispatcher.DispatchController): void {
  waiting.pending = controller;
  if (waiting.over) controller.abort(new Error('The client has gone.'));
}

/** A whole response of a backend. */
export interface BackendResponse {
  status: number;
  headers: Headers;
  body: string;
}

/** Collects a response as text; a backend that fails has a 502 or 504 in place of its own. */
export function fetchWhole(
  backend: Backend,
  exchange: Exchange,
  outgoing: Outgoing & { waiting: Waiting },
): Promise<BackendResponse> {
  return new Promise((resolve) => {
    dispatch(backend, exchange, { ...outgoing, handler: new WholeResponse(outgoing.waiting, resolve) });
  });
}

class WholeResponse implements Dispatcher.DispatchHandler {
  #status = 0;
  #headers: Headers = {};
  readonly #chunks: Buffer[] = [];

  constructor(
    private readonly waiting: Waiting,
    private readonly resolve: (response: BackendResponse) => void,
  ) {}

  onRequestStart(controller: Dispatcher.DispatchController): void {
    begin(this.waiting, controller);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.waiting.pending = undefined;
    this.resolve({ status: this.#status, headers: this.#headers, body: joinChunks(this.#chunks).toString() });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.waiting.pending = undefined;
    const { status, body } = failureAnswer(error);
    this.resolve({ status, headers: {}, body });
  }
}

/** What a client hears when its backend fails: 504 when it took too long, else 502. */
export function failureAnswer(error: unknown): Answer {
  const timedOut = error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError;
  return timedOut ? gatewayTimeout : badGateway;
}
