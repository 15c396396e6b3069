import { backendsOf, type Gateway } from '../../gateway/model';
import { ConnectionPool } from './connectionPool';
import type { Headers } from './exchange';

/** Where the calls to a backend go: connections to its app, and its path there. */
export interface Upstream {
  pool: ConnectionPool;
  path: string;
  /** What the backend adds to each request, after the policies. */
  headers: Headers;
}

/** Upstreams by the name of their backend: that of the row that names it. */
export type Upstreams = ReadonlyMap<string, Upstream>;

/** Opens a pool per app and an upstream for each backend of the definition. Nothing connects before the first call. */
export function createUpstreams(
  definition: Gateway,
  origins: Readonly<Record<string, string>>,
  secret?: string,
): { upstreams: Upstreams; close: () => Promise<void> } {
  const pools = new Map(Object.entries(origins).map(([app, origin]) => [app, new ConnectionPool(origin)]));
  const headers = { [definition.secret.header.toLowerCase()]: secret };
  const upstreams = backendsOf(definition).flatMap(([name, { app, path }]): [string, Upstream][] => {
    const pool = pools.get(app);
    return pool ? [[name, { pool, path, headers }]] : [];
  });
  return {
    upstreams: new Map(upstreams),
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}

/**
 * The upstream of the backend with this name.
 *
 * @throws RangeError when there is none: definitions and policies are checked before the first call
 */
export function upstreamNamed(name: string, upstreams: Upstreams): Upstream {
  const upstream = upstreams.get(name);
  if (!upstream) throw new RangeError(`There is no backend "${name}".`);
  return upstream;
}
