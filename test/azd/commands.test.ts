import { useAzdPulumi } from '../support/azd/azdPulumi';
import { type ProjectServices, startProjectServices } from '../support/azd/projectServices';

describe('azd pulumi', () => {
  const azd = useAzdPulumi({ environments: { 'te(s)t': {} } });
  let elsewhere: ProjectServices;
  let unselected: ProjectServices;

  beforeAll(async () => {
    elsewhere = await startProjectServices(undefined);
    unselected = await startProjectServices({ root: azd().project, environments: {} });
  });

  afterAll(() => {
    elsewhere.stop();
    unselected.stop();
  });

  it.each([
    [['preview', '--diff'], 'pulumi preview --stack dev --diff'],
    [['refresh', '--yes'], 'pulumi refresh --stack dev --yes'],
    [['drift'], 'pulumi refresh --preview-only --stack dev'],
    [['stack', 'output', '--shell'], 'pulumi stack --stack dev output --shell'],
    [['preview', '-e', 'te(s)t'], 'pulumi preview --stack te-s-t-72e97b', { AZD_ENVIRONMENT: 'te(s)t' }],
    [
      ['drift', '--no-prompt', '--debug'],
      'pulumi refresh --preview-only --stack dev --non-interactive',
      { AZD_NO_PROMPT: 'true' },
    ],
  ])('hands %p over to Pulumi as %s', async (...[args, expected, env]: [string[], string, object?]) => {
    const script = { 'pulumi stack ls': { stdout: JSON.stringify([{ name: 'dev' }, { name: 'te-s-t-72e97b' }]) } };

    expect((await azd().lines(args, script, env)).at(-1)).toBe(expected);
  });

  it('runs Pulumi in the project, with the values of the environment', async () => {
    const [{ cwd, env } = { cwd: '', env: {} }] = await azd().asked(['drift']);

    expect(cwd).toBe(azd().project);
    expect(env).toMatchObject({ SIZE: 'small', AZURE_ENV_NAME: 'dev', PULUMI_BACKEND_URL: `file://${azd().state}` });
    expect(env).not.toHaveProperty('AZD_ACCESS_TOKEN');
  });

  it('makes the stack before its first preview', async () => {
    const [, made, shown] = await azd().lines(['preview'], { 'pulumi stack ls': { stdout: '[]' } });

    expect(made).toMatch(/^pulumi stack init --no-select --stack dev /);
    expect(shown).toBe('pulumi preview --stack dev');
  });

  it('ends as Pulumi does', async () => {
    await azd().programs.play({ 'pulumi refresh': { exitCode: 3, stderr: 'error: no\n' } });

    expect(await azd().run(['drift'])).toEqual({ exitCode: 3, stdout: '', stderr: 'error: no\n' });
  });

  it.each([[[]], [['--help']], [['-h']], [['help']]])('lists all commands for %p', async (args) => {
    const { exitCode, stdout } = await azd().run(args, elsewhere.environment);

    const listed = [...stdout.matchAll(/^ {2}(\w+) /gm)].map(([, name]) => name);
    expect(exitCode).toBe(0);
    expect(listed.sort()).toEqual(['cancel', 'doctor', 'drift', 'outputs', 'preview', 'refresh', 'repair', 'stack']);
  });

  it('refuses a command that it does not have', async () => {
    expect(await azd().run(['destroy'])).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'azd pulumi has no command "destroy".\nSee azd pulumi --help.\n',
    });
  });

  it('says that there is no project', async () => {
    const { exitCode, stderr } = await azd().run(['outputs'], elsewhere.environment);

    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr:
        'There is no project here: azd finds no azure.yaml in this folder or above it.\n' +
        'Go into the folder of a project, or name it: azd -C <folder> pulumi ...\n',
    });
  });

  it('says that there is no such environment', async () => {
    const { exitCode, stderr } = await azd().run(['outputs'], { AZD_ENVIRONMENT: 'prod' });

    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr:
        'The project has no environment prod.\nMake one: azd env new <name>. Or select one: azd env select <name>.\n',
    });
  });

  it('says that no environment is selected', async () => {
    const { stderr } = await azd().run(['outputs'], unselected.environment);

    expect(stderr).toMatch(/^The project has no environment yet, or none is selected\.\n/);
  });

  it.each([['refresh'], ['repair'], ['stack', 'rm']])('does not run %s while a worker is at work', async (...args) => {
    azd().leaveRecord({});

    const finished = await azd().run(args);

    expect(await azd().programs.asked()).toEqual([]);
    expect(finished).toEqual({
      exitCode: 1,
      stdout: '',
      stderr:
        'A deployment of dev still goes on: creating 12 of 49: apim, 3 min.\n' +
        'Wait for its end, or stop it: azd pulumi cancel\n',
    });
  });

  it('says that there is no Pulumi CLI', async () => {
    const { exitCode, stderr } = await azd().run(['drift'], { PATH: azd().project });

    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringMatching(/^There is no Pulumi CLI on the PATH\.\n.*https:.*\n$/s),
    });
  });
});
