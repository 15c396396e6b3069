import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runPackage } from '../support/program';

/** What the official conformance suite found out about a server. */
export interface Verdict {
  exitCode: number;
  /** The last part of its report. */
  summary: string;
  /** Status of every check by scenario, in the order in which they were made. */
  checks: Record<string, string[]>;
}

interface ConformanceRun {
  url: string;
  /** Where it may write; one folder for each run. */
  folder: string;
  /** A file of failures that are known; any other one, and any that is none any more, makes the exit code 1. */
  baseline?: string;
}

interface Check {
  id: string;
  status: string;
}

/** Runs all server scenarios of `@modelcontextprotocol/conformance`. */
export async function runConformance({ url, folder, baseline }: ConformanceRun): Promise<Verdict> {
  const known = baseline === undefined ? [] : ['--expected-failures', baseline];
  const { exitCode, stdout, stderr } = await runPackage('@modelcontextprotocol/conformance', 'conformance', [
    'server',
    '--url',
    url,
    '--suite',
    'all',
    '--output-dir',
    folder,
    ...known,
  ]);
  const report = stdout + stderr;
  return { exitCode, summary: report.slice(report.indexOf('=== SUMMARY ===')), checks: await readChecks(folder) };
}

async function readChecks(folder: string): Promise<Verdict['checks']> {
  const runs = (await readdir(folder)).sort();
  const found = await Promise.all(
    runs.map(async (run) => {
      const checks = JSON.parse(await readFile(join(folder, run, 'checks.json'), 'utf8')) as Check[];
      // server-<scenario>-<date and time>
      const scenario = run.replace(/^server-/, '').replace(/-\d{4}-\d\d-\d\dT.*$/, '');
      return [scenario, checks.map(({ id, status }) => `${id}: ${status}`)] as const;
    }),
  );
  return Object.fromEntries(found);
}
