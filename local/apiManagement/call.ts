import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { Dispatcher } from 'undici';
import { internalError, send, type Answer } from './answer';
import type { Waiting } from './backendRequest';
import { defaultTimeoutMs, headerValue, type Exchange } from './exchange';
import { ensureTrace } from './trace';

/** Where a gateway's life is written down. */
interface Journal {
  log: (entry: AccessLogEntry) => void;
  /** Hears of errors that nothing here expects, with the id that the client was given. */
  reportError: (error: unknown, activityId: string) => void;
}

/** One line of the access log. Bodies and keys are never in it. */
export interface AccessLogEntry {
  /** ISO 8601, UTC. */
  time: string;
  activityId: string;
  traceparent: string;
  method: string;
  path: string;
  api: string | undefined;
  operation: string | undefined;
  /** 499 when the client went away before it was answered. */
  status: number;
  ms: number;
}

/** One request at the gateway, from its arrival until its response is gone. */
export class Call implements Waiting {
  /** Name of the MCP server or REST API, once known. */
  api: string | undefined = undefined;
  /** JSON-RPC method, tool or operation id, once known. Safe to print, whatever the client sent. */
  operation: string | undefined = undefined;
  pending: Dispatcher.DispatchController | undefined = undefined;
  readonly exchange: Exchange;
  /** Whether a body follows whose length is not known yet. */
  readonly chunked: boolean;
  /** As the client sent it, without the query. */
  readonly path: string;

  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
    private readonly journal: Journal,
  ) {
    const url = request.url ?? '/';
    const cut = url.indexOf('?');
    this.path = cut < 0 ? url : url.slice(0, cut);
    this.chunked = request.headers['transfer-encoding'] !== undefined;
    this.exchange = beginExchange(request, cut < 0 ? '' : url.slice(cut));
    response.on('close', () => {
      this.#end();
    });
  }

  /** Whether the client went away or has been answered. */
  get over(): boolean {
    return this.response.destroyed;
  }

  /** Answers; a response that is under way can only be cut off. */
  answer(given: Answer): void {
    if (this.over) return;
    if (this.response.headersSent) this.response.destroy();
    else send(this.response, given, this.exchange.answerHeaders);
  }

  /** Answers with a 500 after an error that nothing here expects. */
  fail(error: unknown): void {
    this.journal.reportError(error, this.exchange.activityId);
    this.answer(internalError(this.exchange.activityId));
  }

  #end(): void {
    const status = this.response.headersSent ? this.response.statusCode : 499;
    this.pending?.abort(new Error('The client has gone.'));
    const { activityId, method, headers, receivedAt } = this.exchange;
    this.journal.log({
      time: new Date().toISOString(),
      activityId,
      traceparent: headerValue(headers, 'traceparent'),
      method,
      path: this.path,
      api: this.api,
      operation: this.operation,
      status,
      ms: performance.now() - receivedAt,
    });
  }
}

function beginExchange(request: IncomingMessage, query: string): Exchange {
  const { headers } = request;
  ensureTrace(headers);
  return {
    activityId: randomUUID(),
    method: request.method ?? 'GET',
    origin: `http://${headers.host ?? ''}`,
    ipAddress: request.socket.remoteAddress ?? '',
    receivedAt: performance.now(),
    path: '',
    query,
    headers,
    subscription: undefined,
    backendId: undefined,
    timeoutMs: defaultTimeoutMs,
    answerHeaders: [],
  };
}
