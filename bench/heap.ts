import { calls } from './calls';
import { measure } from './load';
import { startServer } from './server';

/**
 * Heap growth of the gateway process, in bytes per 100,000 calls, after a forced collection and once caches are warm.
 * A mix of all calls that go through the gateway, `calls` of each.
 */
export async function measureHeap(callsOfEach: number): Promise<number> {
  const [rest, mcp] = await Promise.all([startServer('restStub'), startServer('mcpStub')]);
  const gateway = await startServer('gateway', [mcp.origin, rest.origin]);
  const origins = { rest: rest.origin, mcp: mcp.origin, gateway: gateway.origin, bare: '', sdk: '' };
  const subjects = calls(origins).filter(({ url }) => url.startsWith(gateway.origin));
  const load = async () => {
    for (const call of subjects) await measure(call, { connections: 16, until: { calls: callsOfEach } });
  };
  try {
    await load();
    const before = await gateway.ask('heap');
    await load();
    const after = await gateway.ask('heap');
    return ((after - before) / (callsOfEach * subjects.length)) * 100_000;
  } finally {
    await Promise.all([rest, mcp, gateway].map((server) => server.stop()));
  }
}
