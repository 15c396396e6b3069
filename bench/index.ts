import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { note, print } from '../terminal/output';
import { runMain } from '../terminal/runMain';
import { measureBundle } from './bundles';
import { measureFullStack } from './fullStack';
import type { Measurements } from './goals';
import { measureHeap } from './heap';
import { judge, markdown } from './report';
import { measureStartup } from './startup';
import { measureThroughput } from './throughput';

/** How much is measured: enough for a result, or enough to see that the benchmark works. */
const extents = {
  full: { rounds: 3, seconds: 5, warmUpSeconds: 1, heapCalls: 100_000, startups: 5, loads: 11 },
  quick: { rounds: 1, seconds: 1, warmUpSeconds: 0.2, heapCalls: 2_000, startups: 1, loads: 3 },
};

void runMain({
  command: 'npm run bench',
  summary:
    'Measures the local gateway and the whole stack. A full run also keeps its results in bench/results.md. Needs the\n' +
    'bundles of npm run build, and a machine that does nothing else.',
  options: {
    quick: { type: 'boolean', help: 'measure just enough to see that the benchmark works' },
    json: { type: 'boolean', help: 'print the results as JSON' },
  },
  async main({ quick, json }) {
    const results = judge(await measureAll(extents[quick ? 'quick' : 'full']));
    const text = markdown(results);
    print(json ? JSON.stringify(results, null, 2) : text);
    if (!quick) await writeFile(join(__dirname, 'results.md'), text);
  },
});

async function measureAll(extent: (typeof extents)['full']): Promise<Measurements> {
  return {
    bundles: {
      menu: await measureBundle('menu', extent.loads),
      orders: await measureBundle('orders', extent.loads),
    },
    startupMilliseconds: await measureStartup(extent.startups),
    rows: await measureThroughput(extent, note),
    fullStack: await measureFullStack(extent, note),
    heapGrowthBytes: await measureHeap(extent.heapCalls),
  };
}
