import { calls, type Call } from './calls';
import { measure, type Sample } from './load';
import { startServer } from './server';

/** One call at one number of connections, measured in several rounds. */
export interface Row {
  call: string;
  connections: number;
  rounds: Sample[];
}

export interface Extent {
  rounds: number;
  seconds: number;
  warmUpSeconds: number;
}

const connectionCounts = [1, 16, 64];

/**
 * Measures every call of {@link calls}. Within a round, a call and the one that it is compared with run one after the
 * other, so that a slow minute of the machine hits both; ratios are taken within a round.
 */
export async function measureThroughput(extent: Extent, report: (line: string) => void): Promise<Row[]> {
  const [rest, mcp, sdk] = await Promise.all([
    startServer('restStub'),
    startServer('mcpStub'),
    startServer('sdkServer'),
  ]);
  const gateway = await startServer('gateway', [mcp.origin, rest.origin]);
  const origins = { rest: rest.origin, mcp: mcp.origin, sdk: sdk.origin, gateway: gateway.origin };
  try {
    return await measureRows(calls(origins), connectionCounts, { ...extent, report });
  } finally {
    await Promise.all([rest, mcp, sdk, gateway].map((server) => server.stop()));
  }
}

/** Every call at every number of connections, round after round. */
export async function measureRows(
  subjects: Call[],
  counts: number[],
  { rounds, seconds, warmUpSeconds, report }: Extent & { report: (line: string) => void },
): Promise<Row[]> {
  const rows = counts.flatMap((connections) => subjects.map((call) => ({ call, connections, rounds: [] as Sample[] })));
  for (let round = 1; round <= rounds; round += 1) {
    for (const row of rows) {
      await measure(row.call, { connections: row.connections, until: { seconds: warmUpSeconds } });
      const sample = await measure(row.call, { connections: row.connections, until: { seconds } });
      row.rounds.push(sample);
      report(`round ${round}: ${row.call.name}, ${row.connections}: ${Math.round(sample.perSecond)}/s`);
    }
  }
  return rows.map(({ call, ...row }) => ({ call: call.name, ...row }));
}
