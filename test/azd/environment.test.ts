import type * as path from 'node:path';
import { buildEnvironment } from '../../azd/environment';

jest.mock('node:path', () => jest.requireActual<typeof path>('node:path').win32);

describe('the environment of Pulumi on Windows', () => {
  it('is built for a Pulumi project on another drive, too', () => {
    const sources = { root: 'C:\\shop', folder: 'D:\\infra', environmentName: 'dev', values: {}, settings: {} };

    expect(buildEnvironment({ ...sources, process: { Path: 'C:\\Windows' } })).toEqual({
      Path: 'C:\\Windows',
      AZURE_ENV_NAME: 'dev',
      PULUMI_SKIP_UPDATE_CHECK: 'true',
    });
  });
});
