import type { Bundle } from './bundles';
import { median } from './median';
import type { Row, ServedSample } from './throughput';

/** All that one run of the benchmark measured. */
export interface Measurements {
  rows: Row[];
  fullStack: Row[];
  heapGrowthBytes: number;
  startupMilliseconds: number;
  bundles: { menu: Bundle; orders: Bundle };
}

export interface Goal {
  id: string;
  title: string;
  limit: { atLeast: number } | { atMost: number };
  unit: string;
  value: (measurements: Measurements) => number;
}

const operations = [
  { name: 'getOrder', subject: 'MCP getOrder, gateway', baseline: 'REST getOrder, direct' },
  { name: 'createOrder', subject: 'MCP createOrder, gateway', baseline: 'REST createOrder, direct' },
];
const loads = [16, 64];
const maximumKilobytes = { menu: 150, orders: 1200 };

export const goals: readonly Goal[] = [
  ...operations.flatMap(({ name, ...pair }) =>
    loads.map((connections) => ({
      id: `${name}-throughput-${connections}`,
      title: `${name} as a tool ÷ direct, ${connections} connections`,
      limit: { atLeast: 0.35 },
      unit: ' ×',
      value: ratio({ ...pair, connections }, 'perSecond'),
    })),
  ),
  ...loads.map((connections) => ({
    id: `passthrough-throughput-${connections}`,
    title: `MCP passed through ÷ upstream direct, ${connections} connections`,
    limit: { atLeast: 0.45 },
    unit: ' ×',
    value: ratio(
      { subject: 'MCP tool, passed through', baseline: 'MCP tool, upstream direct', connections },
      'perSecond',
    ),
  })),
  ...loads.map((connections) => ({
    id: `sdk-throughput-${connections}`,
    title: `getOrder as a tool ÷ no-op tool of the SDK’s stateless server, ${connections} connections`,
    limit: { atLeast: 8 },
    unit: ' ×',
    value: ratio({ subject: 'MCP getOrder, gateway', baseline: 'MCP no-op, SDK server', connections }, 'perSecond'),
  })),
  ...operations.map(({ name, ...pair }) => ({
    id: `${name}-p50`,
    title: `${name} as a tool: p50 added, 1 connection`,
    limit: { atMost: 0.1 },
    unit: ' ms',
    value: perRound({ ...pair, connections: 1 }, (ours, direct) => ours.p50 - direct.p50),
  })),
  ...operations.map(({ name, ...pair }) => ({
    id: `${name}-p99`,
    title: `${name} as a tool: p99 ÷ direct, 64 connections`,
    limit: { atMost: 2.5 },
    unit: ' ×',
    value: ratio({ ...pair, connections: 64 }, 'p99'),
  })),
  {
    id: 'heap',
    title: 'Heap growth per 100,000 calls, after a forced collection',
    limit: { atMost: 0.5 },
    unit: ' MB',
    value: ({ heapGrowthBytes }) => heapGrowthBytes / 1e6,
  },
  {
    id: 'startup',
    title: '`npm start` to ready: npm, the build, Azurite, both hosts, the gateway',
    limit: { atMost: 3 },
    unit: ' s',
    value: ({ startupMilliseconds }) => startupMilliseconds / 1000,
  },
  ...(['menu', 'orders'] as const).flatMap((app) => [
    {
      id: `${app}-size`,
      title: `Size of the ${app} bundle`,
      limit: { atMost: maximumKilobytes[app] },
      unit: ' kB',
      value: ({ bundles }: Measurements) => bundles[app].bytes / 1000,
    },
    {
      id: `${app}-load`,
      title: `Load time of the ${app} bundle in a fresh process`,
      limit: { atMost: 60 },
      unit: ' ms',
      value: ({ bundles }: Measurements) => bundles[app].loadMilliseconds,
    },
  ]),
];

export function isMet({ limit }: Goal, value: number): boolean {
  return 'atLeast' in limit ? value >= limit.atLeast : value <= limit.atMost;
}

interface Pair {
  subject: string;
  baseline: string;
  connections: number;
}

function ratio(pair: Pair, of: 'perSecond' | 'p99'): Goal['value'] {
  return perRound(pair, (ours, theirs) => ours[of] / theirs[of]);
}

/** Compares two calls round by round and takes the median, because the machine's speed drifts between rounds. */
function perRound(pair: Pair, compare: (ours: ServedSample, theirs: ServedSample) => number): Goal['value'] {
  return ({ rows }) => {
    const theirs = rounds(rows, pair.baseline, pair.connections);
    const ours = rounds(rows, pair.subject, pair.connections);
    return median(ours.flatMap((sample, round) => (theirs[round] ? [compare(sample, theirs[round])] : [])));
  };
}

function rounds(rows: Row[], call: string, connections: number): ServedSample[] {
  const row = rows.find((candidate) => candidate.call === call && candidate.connections === connections);
  if (!row) throw new Error(`Not measured: ${call} at ${connections} connections.`);
  return row.rounds;
}
