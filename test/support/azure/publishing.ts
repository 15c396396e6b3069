import { randomUUID } from 'node:crypto';
import { ok, type Part } from './exchange';

/** Kudu's words for how a deployment went. */
const succeeded = 4;

/** What was published to each site last, as it arrived: a zip file. */
export type Uploads = Map<string, Buffer>;

/** The sites' own interface for deployments (SCM, Kudu), as far as Flex Consumption has it. */
export function publishing(uploads: Uploads, siteExists: (name: string) => boolean): Part {
  const deployments = new Set<string>();
  return ({ method, host, path, body }) => {
    const [, site] = /^(.+)\.scm\.azurewebsites\.net$/.exec(host) ?? [];
    if (site === undefined || !siteExists(site)) return undefined;
    if (method === 'POST' && path === '/api/publish') {
      const id = randomUUID();
      deployments.add(id);
      uploads.set(site, body);
      return { status: 202, body: id };
    }
    const [, id = ''] = /^\/api\/deployments\/([^/]+)$/.exec(path) ?? [];
    return method === 'GET' && deployments.has(id) ? ok({ id, status: succeeded, complete: true }) : undefined;
  };
}
