import { describeWithAzd, useAzd } from '../support/azd/realAzd';

describeWithAzd('azd without the extension', () => {
  const azd = useAzd();

  beforeAll(() => azd().createEnvironment('dev'));

  it.each([['up'], ['provision'], ['down']])('says at azd %s how to get it', async (command) => {
    const { exitCode, text } = await azd().azd(command, '--no-prompt');

    expect(exitCode).toBe(1);
    expect(text).toContain('npm run azd:install');
  });

  it('packages the apps', async () => {
    expect((await azd().succeed('package', '--all', '--no-prompt')).text).toContain('SUCCESS');
  });
});
