import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { McpUrlOutput } from '../../gateway/outputs';
import { servers } from '../support/published';
import { useStack } from '../support/stack';
import { useTemporaryFolder } from '../support/temporaryFolder';
import { runConformance, type Verdict } from './suite';

/** Scenarios that ask for no fixture of the suite, so that passing them says something about a server of ours. */
const scenarios: Readonly<Record<McpUrlOutput, readonly string[]>> = {
  MENU_MCP_URL: [
    'server-initialize',
    'ping',
    'tools-list',
    'logging-set-level',
    'dns-rebinding-protection',
    'resources-list',
    'prompts-list',
    'server-sse-multiple-streams',
  ],
  ORDERS_MCP_URL: ['server-initialize', 'ping', 'tools-list', 'dns-rebinding-protection'],
};
const baselines: Readonly<Record<McpUrlOutput, string>> = {
  MENU_MCP_URL: join(__dirname, 'baseline/menu.yaml'),
  ORDERS_MCP_URL: join(__dirname, 'baseline/orders.yaml'),
};

describe.each(servers)('the MCP conformance suite against %s', (server) => {
  const folder = useTemporaryFolder();
  const stack = useStack({ key: true });
  let verdict: Verdict;
  beforeAll(async () => {
    const { outputs } = stack();
    const url = `${outputs[server]}?subscription-key=${outputs.APIM_SUBSCRIPTION_KEY}`;
    verdict = await runConformance({ url, folder: folder(), baseline: baselines[server] });
  });

  it('finds the known deviations, all of them and no others', () => {
    expect(verdict.summary).toContain('Baseline check passed');
    expect(verdict.exitCode).toBe(0);
  });

  it.each(scenarios[server])('passes %s', (scenario) => {
    const checks = verdict.checks[scenario] ?? [];

    expect(checks.length).toBeGreaterThan(0);
    for (const check of checks) expect(check).toMatch(/: SUCCESS$/);
  });

  it('gives a reason for every known deviation', () => {
    const entries = readFileSync(baselines[server], 'utf8').match(/^ +- .*$/gm) ?? [];

    expect(entries.length).toBeGreaterThan(0);
    for (const entry of entries) expect(entry).toMatch(/ # \S+ \S+/);
  });
});
