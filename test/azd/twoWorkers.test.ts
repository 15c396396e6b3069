import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Job } from '../../azd/job';
import { watch } from '../../azd/listen/watch';
import { writeOperation } from '../../azd/operation';
import { runJob } from '../../azd/worker/run';
import { useTemporaryFolder } from '../support/temporaryFolder';

describe('two workers on one stack', () => {
  const temporary = useTemporaryFolder();
  let job: Job;

  beforeEach(() => {
    const record = join(mkdtempSync(join(temporary(), 'stack-')), 'operation.json');
    job = { kind: 'up', stack: 'dev', record, log: 'up.log' } as Job;
    // The one that is at work: any other process that lives.
    writeOperation(record, {
      ...{ kind: 'up', pid: process.ppid, startedAt: '2026-01-01T00:00:00Z' },
      ...{ progress: 'creating 3 of 49: apim', log: 'up.log' },
    });
  });

  it('do not write into one record: the second leaves it to the first', async () => {
    const before = readFileSync(job.record, 'utf8');

    await runJob(job, { variables: {}, signal: new AbortController().signal });

    expect(readFileSync(job.record, 'utf8')).toBe(before);
  });

  it('are told apart: whoever waits for the second hears of the first', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);

    expect(await watch({ ...job, pid }, () => undefined)).toMatchObject({
      outcome: 'failed',
      failure: {
        message: 'A deployment of dev still goes on: creating 3 of 49: apim.',
        suggestion: 'Wait for its end, or stop it: azd pulumi cancel',
      },
      torn: false,
    });
  });
});
