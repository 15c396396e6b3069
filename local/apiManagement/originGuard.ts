import { forbidden, type Answer } from './answer';
import type { Headers } from './exchange';

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Refuses requests that a web page of another site could have caused: a foreign `Host` (a name rebound to 127.0.0.1)
 * or a foreign `Origin`. Required of local MCP servers by the specification's security section on Streamable HTTP.
 *
 * @param allowOrigins origins to let in besides those of this machine, e.g. `https://inspector.example`
 */
export function createOriginGuard(allowOrigins: readonly string[]): (headers: Headers) => Answer | undefined {
  const origins = new Set(allowOrigins);
  const hosts = new Set([...loopback, ...allowOrigins.map((origin) => new URL(origin).hostname)]);
  return ({ host, origin }) => {
    if (typeof host !== 'string' || !hosts.has(hostname(host))) {
      return forbidden('This Host is not served here: the gateway answers on 127.0.0.1 and localhost only.');
    }
    if (origin === undefined || isLocal(String(origin)) || origins.has(String(origin))) return undefined;
    return forbidden('This Origin may not call the gateway. Start it with --allow-origin to let it in.');
  };
}

function hostname(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase();
}

function isLocal(origin: string): boolean {
  const [scheme, host] = origin.split('://');
  return (scheme === 'http' || scheme === 'https') && loopback.has(hostname(host ?? ''));
}
