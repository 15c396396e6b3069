import { subscriptionKeyHeader } from '../../gateway/outputs';
import type { Headers } from './exchange';

/** Headers that belong to one connection and not to the message (RFC 9110 §7.6.1), and `expect`, which Node answers itself. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
]);

/** Whether a header is for the gateway itself to set, on either side. */
export function ofTheConnection(name: string): boolean {
  return hopByHop.has(name) || name === 'host' || name === 'content-length';
}

/** Removes, in place, what must not travel to the other side: hop-by-hop headers and those that `Connection` names. */
export function removeHopByHop(headers: Headers): void {
  const connection = headers.connection;
  if (connection !== undefined && connection !== 'keep-alive' && connection !== 'close') {
    for (const name of String(connection).split(',')) remove(headers, name.trim().toLowerCase());
  }
  for (const name in headers) {
    if (hopByHop.has(name)) remove(headers, name);
  }
}

/** Removes, in place, what the flat headers in `by` replace; of `Vary` there may be several. */
export function removeReplaced(headers: Headers, by: readonly string[]): void {
  for (let index = 0; index < by.length; index += 2) {
    const name = by[index]?.toLowerCase() ?? '';
    if (name !== 'vary') remove(headers, name);
  }
}

/** Setting to undefined keeps the object's shape, which is what makes this cheap; senders skip such entries. */
function remove(headers: Headers, name: string): void {
  if (name in headers) headers[name] = undefined;
}

/** Flat list, as Node's `writeHead` takes it: name, value, name, value… */
export function flatten(headers: Headers): string[] {
  const flat: string[] = [];
  for (const name in headers) {
    const value = headers[name];
    if (typeof value === 'string') flat.push(name, value);
    else if (value) for (const item of value) flat.push(name, item);
  }
  return flat;
}

/** Headers of an MCP request that say nothing to the REST API behind its tools; the agents' key is among them. */
const ofTheMcpRequest = new Set([
  'host',
  'content-length',
  'content-type',
  'content-encoding',
  'accept',
  'accept-encoding',
  'cookie',
  'origin',
  'mcp-session-id',
  'mcp-protocol-version',
  'last-event-id',
  subscriptionKeyHeader.toLowerCase(),
]);

/** What a tool call's request to the REST API inherits: the caller's own headers and those that policies have set. */
export function forwardedHeaders(headers: Headers): Headers {
  const forwarded: Headers = {};
  for (const name in headers) {
    if (!ofTheMcpRequest.has(name)) forwarded[name] = headers[name];
  }
  return forwarded;
}
