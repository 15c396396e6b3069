import { goals, isMet, type Goal, type Measurements } from '../../bench/goals';
import type { ServedSample } from '../../bench/throughput';

const throughput = goal('getOrder-throughput-16');

function goal(id: string): Goal {
  const found = goals.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`There is no goal ${id}.`);
  return found;
}

function samples(...perSecond: number[]): ServedSample[] {
  const rest = { calls: 1, p50: 1, p99: 1, generatorBusy: 0, serverMicroseconds: 0 };
  return perSecond.map((value) => ({ ...rest, perSecond: value }));
}

function measured(ours: ServedSample[], direct: ServedSample[]): Measurements {
  const connections = 16;
  return {
    rows: [
      { call: 'REST getOrder, direct', connections, rounds: direct },
      { call: 'MCP getOrder, gateway', connections, rounds: ours },
    ],
    fullStack: [],
    heapGrowthBytes: 0,
    startupMilliseconds: 0,
    bundles: { menu: { bytes: 0, loadMilliseconds: 0 }, orders: { bytes: 0, loadMilliseconds: 0 } },
  };
}

describe('the goals of the benchmark', () => {
  it('compares within a round and takes the middle round', () => {
    const value = throughput.value(measured(samples(40, 5, 60), samples(100, 10, 200)));

    expect(value).toBe(0.4);
  });

  it.each([
    [0.34, false],
    [0.35, true],
    [0.36, true],
  ])('judges a ratio of %d: %s', (value, met) => {
    expect(isMet(throughput, value)).toBe(met);
  });

  it.each([
    [0.1, true],
    [0.101, false],
  ])('judges %d ms of added latency: %s', (value, met) => {
    expect(isMet(goal('getOrder-p50'), value)).toBe(met);
  });

  it('refuses to judge what was not measured', () => {
    const nothing = { ...measured([], []), rows: [] };

    expect(() => throughput.value(nothing)).toThrow('Not measured: REST getOrder, direct at 16 connections.');
  });

  it('has ids of their own', () => {
    const ids = goals.map(({ id }) => id);

    expect(new Set(ids).size).toBe(ids.length);
  });
});
