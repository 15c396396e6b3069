import { calls, type Call } from './calls';
import { measure, type Sample } from './load';
import { startServer, type BenchServer } from './server';

/** One call at one number of connections, measured in several rounds. */
export interface Row {
  call: string;
  connections: number;
  rounds: ServedSample[];
}

export interface ServedSample extends Sample {
  /** Processor time that the called server's process used for each call, in microseconds. Drifts less than speed does. */
  serverMicroseconds: number;
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
  const [gateway, bare] = await Promise.all([
    startServer('gateway', [mcp.origin, rest.origin]),
    startServer('bareBridge', [rest.origin]),
  ]);
  const servers = [rest, mcp, sdk, gateway, bare];
  const origins = {
    rest: rest.origin,
    mcp: mcp.origin,
    sdk: sdk.origin,
    gateway: gateway.origin,
    bare: bare.origin,
  };
  try {
    const subjects = calls(origins).map((call) => ({ call, server: serverOf(call, servers) }));
    return await measureRows(subjects, connectionCounts, { ...extent, report });
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

/** Every call at every number of connections, round after round. */
export async function measureRows(
  subjects: Subject[],
  counts: number[],
  { rounds, seconds, warmUpSeconds, report }: Extent & { report: (line: string) => void },
): Promise<Row[]> {
  const rows = counts.flatMap((connections) =>
    subjects.map((subject) => ({ ...subject, connections, rounds: [] as ServedSample[] })),
  );
  for (let round = 1; round <= rounds; round += 1) {
    for (const row of rows) {
      await measure(row.call, { connections: row.connections, until: { seconds: warmUpSeconds } });
      const cpu = await row.server.ask('cpu');
      const sample = await measure(row.call, { connections: row.connections, until: { seconds } });
      const serverMicroseconds = ((await row.server.ask('cpu')) - cpu) / sample.calls;
      row.rounds.push({ ...sample, serverMicroseconds });
      report(`round ${round}: ${row.call.name}, ${row.connections}: ${Math.round(sample.perSecond)}/s`);
    }
  }
  return rows.map(({ call, connections, rounds: samples }) => ({ call: call.name, connections, rounds: samples }));
}

interface Subject {
  call: Call;
  server: BenchServer;
}

function serverOf({ name, url }: Call, servers: BenchServer[]): BenchServer {
  const server = servers.find(({ origin }) => url.startsWith(origin));
  if (!server) throw new Error(`${name} calls a server that was not started.`);
  return server;
}
