import { readLaunch } from '../../azd/config';

describe('what the environment of the process says', () => {
  it.each([
    [true, { CI: 'true' }],
    [true, { CI: '1' }],
    [true, { CI: 'false', GITHUB_ACTIONS: 'true' }],
    [true, { TF_BUILD: 'True' }],
    [false, {}],
    [false, { CI: '' }],
    [false, { CI: 'false' }],
    [false, { TF_BUILD: 'False' }],
  ])('continuous integration is %s with %j', (ci, env) => {
    expect(readLaunch(env).ci).toBe(ci);
  });
});
