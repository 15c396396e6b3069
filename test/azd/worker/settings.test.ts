import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Job } from '../../../azd/job';
import { keep, readKept } from '../../../azd/worker/settings';
import { useTemporaryFolder } from '../../support/temporaryFolder';

describe('what is kept of a deployment', () => {
  const temporary = useTemporaryFolder();
  let job: Job;

  beforeEach(() => {
    job = { record: join(mkdtempSync(join(temporary(), 'stack-')), 'operation.json') } as Job;
  });

  it('holds no value that may be private, and only its owner reads it', () => {
    keep(job, {
      settings: {},
      outputs: { SITE_URL: 'postgres://ann:pass@host', API_KEY: 'pass', AZURE_LOCATION: 'x' },
    });
    const file = join(dirname(job.record), 'settings.json');

    expect(readFileSync(file, 'utf8')).not.toContain('pass');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(Object.keys(readKept(job)?.outputs ?? {})).toEqual(['SITE_URL', 'AZURE_LOCATION']);
    expect(readKept(job)?.outputs.AZURE_LOCATION).toBe('x');
  });

  it('is nothing before the first one', () => {
    expect(readKept(job)).toBeUndefined();
  });
});
