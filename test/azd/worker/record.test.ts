import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Job } from '../../../azd/job';
import { readOperation } from '../../../azd/operation';
import { Progress } from '../../../azd/worker/progress';
import { openRecord } from '../../../azd/worker/record';
import { useTemporaryFolder } from '../../support/temporaryFolder';

const ending = { outcome: 'done', result: { kind: 'destroy', outputs: [], purged: [] } } as const;

describe('the record of an operation', () => {
  const temporary = useTemporaryFolder();
  let job: Job;

  beforeEach(() => {
    jest.useFakeTimers();
    // The worker's log.
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    job = {
      kind: 'up',
      record: join(mkdtempSync(join(temporary(), 'stack-')), 'operation.json'),
      log: 'up.log',
    } as Job;
  });
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('tells how it ended, though somebody has deleted the folder meanwhile', () => {
    const record = openRecord(job, new Progress());
    rmSync(dirname(job.record), { recursive: true });
    jest.advanceTimersByTime(5000);
    record.end(ending);

    expect(readOperation(job.record)?.ending).toEqual(ending);
  });

  it('ends no deployment when it cannot be written', () => {
    const record = openRecord(job, new Progress());
    rmSync(dirname(job.record), { recursive: true });
    writeFileSync(dirname(job.record), 'in the way');

    expect(() => {
      jest.advanceTimersByTime(5000);
      record.end(ending);
    }).not.toThrow();
  });
});
