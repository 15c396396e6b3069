import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
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

/**
 * `npm run bench [-- --quick] [-- --json]`. Prints the results, as a table or as JSON; a full run also keeps the table in
 * `bench/results.md`. Needs the bundles of `npm run build`, and a machine that does nothing else.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { quick: { type: 'boolean' }, json: { type: 'boolean' } } });
  const results = judge(await measureAll(extents[values.quick ? 'quick' : 'full']));
  const text = markdown(results);
  console.log(values.json ? JSON.stringify(results, null, 2) : text);
  if (!values.quick) await writeFile(join(__dirname, 'results.md'), text);
}

async function measureAll(extent: (typeof extents)['full']): Promise<Measurements> {
  const report = (line: string) => {
    console.error(line);
  };
  return {
    bundles: {
      menu: await measureBundle('menu', extent.loads),
      orders: await measureBundle('orders', extent.loads),
    },
    startupMilliseconds: await measureStartup(extent.startups),
    rows: await measureThroughput(extent, report),
    fullStack: await measureFullStack(extent, report),
    heapGrowthBytes: await measureHeap(extent.heapCalls),
  };
}

void main();
