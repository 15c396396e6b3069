import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import { internalError, send, type Answer } from './answer';
import type { AbandonSignal } from './backend';
import { defaultTimeoutMs, type Exchange } from './exchange';
import { traceparent } from './trace';

/** One request at the gateway, from its arrival until its response is gone. */
export interface Call extends AbandonSignal {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly exchange: Exchange;
  readonly traceparent: string;
  /** Path as the client sent it, without the query. */
  readonly path: string;
  /** Name of the MCP server or REST API, once known. */
  api: string | undefined;
  /** JSON-RPC method, tool or operation id, once known. Never a text that only the client chose. */
  operation: string | undefined;
  /** Ends the call with a 500 after an error that nothing here expects. */
  readonly fail: (error: unknown) => void;
}

/** Where a gateway's life is written down. */
export interface Journal {
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

/** Takes a request in; the log hears of it when its connection is done with it. */
export function beginCall(request: IncomingMessage, response: ServerResponse, { log, reportError }: Journal): Call {
  const url = request.url ?? '/';
  const cut = url.indexOf('?');
  const headers = request.headers;
  const trace = traceparent(headers);
  headers.traceparent = trace;
  const exchange: Exchange = {
    activityId: randomUUID(),
    method: request.method ?? 'GET',
    origin: `http://${headers.host ?? ''}`,
    ipAddress: request.socket.remoteAddress ?? '',
    receivedAt: performance.now(),
    path: '',
    query: cut < 0 ? '' : url.slice(cut),
    headers,
    subscription: undefined,
    backendId: undefined,
    timeoutMs: defaultTimeoutMs,
    answerHeaders: [],
  };
  const call: Call = {
    ...{ request, response, exchange, traceparent: trace, path: cut < 0 ? url : url.slice(0, cut) },
    ...{ api: undefined, operation: undefined, onAbandon: undefined },
    fail: (error) => {
      reportError(error, exchange.activityId);
      answer(call, internalError(exchange.activityId));
    },
  };
  response.once('close', () => {
    if (!response.writableFinished) call.onAbandon?.();
    log(logEntry(call));
  });
  return call;
}

/** Answers the call; a response that is under way can only be cut off. */
export function answer({ response, exchange }: Call, given: Answer): void {
  if (response.headersSent) response.destroy();
  else send(response, given, exchange.answerHeaders);
}

function logEntry({ exchange, response, path, api, operation, traceparent }: Call): AccessLogEntry {
  return {
    time: new Date().toISOString(),
    activityId: exchange.activityId,
    traceparent,
    method: exchange.method,
    path,
    api,
    operation,
    status: response.headersSent ? response.statusCode : 499,
    ms: performance.now() - exchange.receivedAt,
  };
}
