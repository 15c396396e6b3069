import { backendsOf, type AppName, type Gateway } from '../../infra/gateway';
import { ConnectionPool } from './connectionPool';

/** Where calls are forwarded to: connections to an app, and the path of the API there. */
export interface Backend {
  pool: ConnectionPool;
  path: string;
}

/** Backends by name: that of the row that names them. */
export type Backends = ReadonlyMap<string, Backend>;

/** Opens a pool per app and a backend for each row of the definition that has one. Nothing connects before the first call. */
export function createBackends(
  definition: Gateway,
  origins: Readonly<Record<AppName, string>>,
): { backends: Backends; close: () => Promise<void> } {
  const pools = new Map(Object.entries(origins).map(([app, origin]) => [app, new ConnectionPool(origin)]));
  const backends = backendsOf(definition).flatMap(([name, { app, path }]): [string, Backend][] => {
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
