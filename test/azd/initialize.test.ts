import { carryOut, runAzd } from '../support/azd/commands';
import { FakeAzd } from '../support/azd/fakeAzd';
import { useScriptedProject } from '../support/azd/scriptedProject';
import { TENANT } from '../support/azd/services';
import { SUBSCRIPTION } from '../support/infra/program';

describe('the extension, when azd initializes it', () => {
  const project = useScriptedProject();
  const answers = { subscription: SUBSCRIPTION, location: 'japaneast' };
  const done = { outcome: 'done', result: { kind: 'up', outputs: {}, secrets: [], unchanged: false } } as const;

  beforeEach(() => project().worker({ ending: done }));

  it('asks for subscription and location, once, and keeps them for azd', async () => {
    project().environments.write('dev', {});

    const { questions, failure } = await runAzd('up', project().command({ answers }));

    expect(failure).toBeUndefined();
    expect(questions).toEqual(['Which Azure subscription is it deployed to?', 'Select a location']);
    expect(project().environments.read('dev')).toMatchObject({
      AZURE_SUBSCRIPTION_ID: SUBSCRIPTION,
      AZURE_LOCATION: 'japaneast',
    });
  });

  it('asks once even when azd initializes it again at the same time', async () => {
    project().environments.write('dev', {});
    const azd = await new FakeAzd(project().command({ answers })).start();

    await Promise.all([azd.initialize(), azd.initialize()]);

    expect(azd.observed.questions).toHaveLength(2);
    await azd.end();
  });

  it('takes the defaults of a person, without a question, and keeps them for azd', async () => {
    project().environments.write('dev', {});
    const defaults = { 'defaults.subscription': SUBSCRIPTION, 'defaults.location': 'westus' };

    const { failure } = await runAzd('up', project().command({ defaults, noPrompt: true }));

    expect(failure).toBeUndefined();
    expect(project().environments.read('dev').AZURE_LOCATION).toBe('westus');
  });

  it('takes what the variables of the terminal say', async () => {
    project().environments.write('dev', { AZURE_SUBSCRIPTION_ID: SUBSCRIPTION });
    const { variables } = project().command();

    await runAzd('up', project().command({ variables: { ...variables, AZURE_LOCATION: 'westus' } }));

    expect(project().environments.read('dev').AZURE_LOCATION).toBe('westus');
  });

  it('names what is missing where nobody can be asked', async () => {
    project().environments.write('dev', {});

    const { failure } = await runAzd('up', project().command({ noPrompt: true }));

    expect(failure).toMatchObject({
      message: 'The environment dev has no AZURE_SUBSCRIPTION_ID and no AZURE_LOCATION, and nobody can be asked.',
      suggestion: 'Run azd env set AZURE_SUBSCRIPTION_ID <value>\nRun azd env set AZURE_LOCATION <value>',
      local_error: { code: 'missing_settings', category: 'validation' },
    });
  });

  it('works for the environment that -e names, not for the default one', async () => {
    project().environments.create('prod', { AZURE_SUBSCRIPTION_ID: SUBSCRIPTION, AZURE_LOCATION: 'westus' });

    await runAzd('provision', project().command({ environmentName: 'prod' }));

    const [job] = await project().jobs();
    expect(job).toMatchObject({ stack: 'prod', settings: { AZURE_LOCATION: 'westus' } });
    expect(project().environments.read('prod').AZURE_TENANT_ID).toBe(TENANT);
    expect(project().environments.read('dev')).not.toHaveProperty('AZURE_TENANT_ID');
  });

  it('refuses to work for no environment', async () => {
    const { failure } = await runAzd('provision', project().command({ environmentName: '' }));

    expect(failure).toMatchObject({
      suggestion: 'Make one: azd env new <name>. Or select one: azd env select <name>.',
      local_error: { code: 'no_environment', category: 'user' },
    });
    expect(await project().jobs()).toEqual([]);
  });

  it('says how to log in when nobody is', async () => {
    const { failure } = await runAzd('provision', project().command({ loggedIn: false }));

    expect(failure).toMatchObject({ suggestion: 'Log in: azd auth login', local_error: { category: 'auth' } });
  });

  it('refuses options that it does not know', async () => {
    const infra = { path: 'infra', config: { bakend: 'file:///x', guard: [1] } };

    const { failure } = await runAzd('provision', project().command({ infra }));

    expect(failure?.message).toMatch(/infra\.config\.bakend is no option.*\n.*infra\.config\.guard must be a list/);
  });

  it('refuses a second layer', async () => {
    const azd = await new FakeAzd(project().command()).start();

    const answers = [await azd.initialize('network'), await azd.initialize('network'), await azd.initialize('app')];

    expect(answers.map(({ failure }) => failure?.local_error.code)).toEqual([undefined, undefined, 'second_layer']);
    await azd.end();
  });

  it('says what to do when the token of azd expires', async () => {
    const azd = await new FakeAzd(project().command({ calls: 1 })).start();

    const { failure } = await carryOut('provision', azd);

    expect(failure?.local_error).toEqual({ code: 'token_expired', category: 'auth' });
    await azd.end();
  });
});
