import type { IncomingMessage } from 'node:http';
import { errors, type Client, type Dispatcher } from 'undici';
import { badGateway, gatewayTimeout, type Answer } from './answer';
import { joinChunks } from './body';
import type { Exchange, Headers } from './exchange';
import type { Upstream } from './upstream';

/** Whoever waits for a backend: what is pending is aborted when the client goes away. */
export interface Waiting {
  pending: Dispatcher.DispatchController | undefined;
  /** Whether nobody waits any more. */
  readonly over: boolean;
}

export type Body = Buffer | string | IncomingMessage | null;

/** One request to a backend. Its subclasses say what becomes of the response. */
export abstract class BackendRequest implements Dispatcher.DispatchHandler {
  #connection: Client | undefined;

  constructor(
    private readonly upstream: Upstream,
    private readonly waiting: Waiting,
  ) {}

  /** @param bodyTimeoutMs longest pause in the response's body; 0 for a stream that may rest as long as it likes */
  send(exchange: Exchange, body: Body, bodyTimeoutMs: number): void {
    this.#connection = this.upstream.pool.take();
    this.#connection.dispatch(
      {
        path: this.upstream.path + exchange.path + exchange.query,
        method: exchange.method,
        headers: { ...exchange.headers, ...this.upstream.headers },
        body,
        headersTimeout: exchange.timeoutMs,
        bodyTimeout: bodyTimeoutMs,
      },
      this,
    );
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.waiting.pending = controller;
    // Connecting takes a while, in which the client may have gone.
    if (this.waiting.over) controller.abort(new Error('The client has gone.'));
  }

  abstract onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: Headers): void;
  abstract onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void;
  protected abstract complete(): void;
  protected abstract fail(answer: Answer): void;

  onResponseEnd(): void {
    this.#end();
    this.complete();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#end();
    const timedOut = error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError;
    this.fail(timedOut ? gatewayTimeout : badGateway);
  }

  #end(): void {
    this.waiting.pending = undefined;
    if (this.#connection) this.upstream.pool.release(this.#connection);
  }
}

/** A whole response of a backend. */
interface BackendResponse {
  status: number;
  body: string;
}

/** Collects a response as text; a backend that fails has a 502 or 504 in place of its own. */
export function fetchWhole(
  upstream: Upstream,
  exchange: Exchange,
  { body, waiting }: { body: Body; waiting: Waiting },
) {
  return new Promise<BackendResponse>((resolve) => {
    new WholeResponse(upstream, waiting, resolve).send(exchange, body, exchange.timeoutMs);
  });
}

class WholeResponse extends BackendRequest {
  #status = 0;
  readonly #chunks: Buffer[] = [];

  constructor(
    upstream: Upstream,
    waiting: Waiting,
    private readonly resolve: (response: BackendResponse) => void,
  ) {
    super(upstream, waiting);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    this.#status = status;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  protected complete(): void {
    this.resolve({ status: this.#status, body: joinChunks(this.#chunks).toString() });
  }

  protected fail({ status, body }: Answer): void {
    this.resolve({ status, body });
  }
}
