import { cpus } from 'node:os';
import { goals, isMet, type Goal, type Measurements } from './goals';
import { median } from './median';
import type { Row, ServedSample } from './throughput';

/** A run of the benchmark with its verdicts, as `--json` prints it. */
interface Results extends Measurements {
  environment: { node: string; platform: string; cores: number; date: string };
  verdicts: Verdict[];
}

interface Verdict {
  id: string;
  title: string;
  goal: string;
  value: number;
  met: boolean;
}

export function judge(measurements: Measurements): Results {
  return {
    environment: {
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      cores: cpus().length,
      date: new Date().toISOString().slice(0, 10),
    },
    verdicts: goals.map((goal) => verdict(goal, measurements)),
    ...measurements,
  };
}

function verdict(goal: Goal, measurements: Measurements): Verdict {
  const { id, title, limit, unit } = goal;
  const value = goal.value(measurements);
  const met = isMet(goal, value);
  const bound = 'atLeast' in limit ? `≥ ${limit.atLeast}` : `≤ ${limit.atMost}`;
  return { id, title, goal: `${bound}${unit}`, value, met };
}

/** The same results for people, as Markdown. */
export function markdown({ environment, verdicts, rows, fullStack }: Results): string {
  const { node, platform, cores, date } = environment;
  return [
    '# Benchmark results',
    `Written by \`npm run bench\` on ${date}: Node ${node}, ${platform}, ${cores} cores shared by the load generator, the
gateway and the stub behind it. Compare ratios, not requests per second: each ratio is the median over rounds in which
both sides ran one after the other. Why some goals are missed stands in README.md beside this file.`,
    '## Goals',
    table(
      ['', 'Goal', 'Measured', ''],
      verdicts.map(({ title, goal, value, met }) => [
        title,
        goal,
        value < 1000 ? value.toPrecision(3) : value.toFixed(0),
        met ? 'met' : '**missed**',
      ]),
    ),
    '## Throughput and latency',
    'Medians over the rounds. Stub backends, every server in its own process, whole gateway pipeline on. Server time is that of the\nprocess that is called, without what stands behind it.',
    rowTable(rows),
    '## Full stack',
    'Gateway, function hosts, both bundles and Azurite, as `npm start` runs them.',
    rowTable(fullStack),
    '',
  ].join('\n\n');
}

function rowTable(rows: Row[]): string {
  return table(
    ['Call', 'Connections', 'Per second', 'p50 ms', 'p99 ms', 'Server µs per call', 'Generator cores'],
    rows.map(({ call, connections, rounds }) => {
      const middle = (of: keyof ServedSample) => median(rounds.map((sample) => sample[of]));
      return [
        call,
        String(connections),
        String(Math.round(middle('perSecond'))),
        middle('p50').toFixed(3),
        middle('p99').toFixed(3),
        middle('serverMicroseconds').toFixed(1),
        middle('generatorBusy').toFixed(2),
      ];
    }),
  );
}

function table(head: string[], lines: string[][]): string {
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
