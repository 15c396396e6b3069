import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Job } from '../../../azd/job';
import { forgetOutputs, rememberOutputs } from '../../../azd/worker/outputNames';
import { useTemporaryFolder } from '../../support/temporaryFolder';

describe('the names of outputs', () => {
  const temporary = useTemporaryFolder();

  it('are known after a destruction whose answer was lost, until the next deployment', () => {
    const job = { record: join(mkdtempSync(join(temporary(), 'stack-')), 'operation.json') } as Job;

    expect(rememberOutputs(job, ['A', 'B'])).toEqual(['A', 'B']);
    expect(rememberOutputs(job, [])).toEqual(['A', 'B']);
    forgetOutputs(job);
    expect(rememberOutputs(job, ['C'])).toEqual(['C']);
  });
});
