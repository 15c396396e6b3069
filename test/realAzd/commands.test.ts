import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { namesFor } from '../../infra/names';
import { describeWithAzd, useAzd } from '../support/azd/realAzd';
import { SUBSCRIPTION } from '../support/infra/program';

describeWithAzd('azd with Pulumi', () => {
  const azd = useAzd();

  beforeAll(async () => {
    await azd().run('npm', 'run', '--silent', 'azd:install');
    await azd().createEnvironment('dev');
  });

  describe('before anything is there', () => {
    it('previews what would be created, and counts what azd does not list', async () => {
      const { text } = await azd().succeed('provision', '--preview', '--no-prompt');

      expect(text).toMatch(/Create\s*:\s*Resource group\s*:\s*rg-dev-/);
      expect(text).toMatch(/Create\s*:\s*Azure API Management\s*:\s*apim-dev-/);
      expect(text).toMatch(/\d+ further resources: azd pulumi preview/);
      expect(azd().azure.resources.size).toBe(0);
    });

    it('has no outputs to refresh', async () => {
      expect(await azd().azd('env', 'refresh', '--no-prompt')).toMatchObject({ exitCode: 0 });
    });

    it('asks for a subscription and a location, and says so where nobody can answer', async () => {
      await azd().succeed('env', 'new', 'bare', '--no-prompt');

      const { exitCode, text } = await azd().azd('provision', '-e', 'bare', '--no-prompt');

      expect(exitCode).toBe(1);
      expect(text).toContain('AZURE_SUBSCRIPTION_ID');
      expect(text).toContain('azd env set');
      await azd().succeed('env', 'select', 'dev');
    });
  });

  describe('when it is there', () => {
    beforeAll(async () => {
      await azd().succeed('provision', '--no-prompt');
    });

    it('has nothing to change the second time', async () => {
      const { text } = await azd().succeed('provision', '--no-prompt');

      expect(text).toContain('no changes to provision');
    });

    it('previews a change, without another', async () => {
      await azd().succeed('env', 'set', 'APIM_PUBLISHER_NAME', 'Noodles');

      const { text } = await azd().succeed('provision', '--preview', '--no-prompt');

      expect(text).toMatch(/Modify\s*:\s*Azure API Management\s*:\s*apim-dev-/);
      expect(text).not.toMatch(/Create|Delete|Replace/);
    });

    it('shows what another location would replace, and refuses to do it', async () => {
      await azd().succeed('env', 'set', 'AZURE_LOCATION', 'westus');
      const before = [...azd().azure.resources.keys()];

      const preview = await azd().succeed('provision', '--preview', '--no-prompt');
      const refused = await azd().azd('provision', '--no-prompt');
      await azd().succeed('env', 'set', 'AZURE_LOCATION', 'japaneast');

      expect(preview.text).toMatch(/Replace\s*:\s*Storage account\s*:\s*st/);
      expect(refused.exitCode).toBe(1);
      expect(refused.text).toContain('AZURE_LOCATION (japaneast → westus)');
      expect(refused.text).toContain('ALLOW_REPLACE=true');
      expect([...azd().azure.resources.keys()]).toEqual(before);
    });

    it('brings the outputs back that an environment has lost', async () => {
      const path = join(azd().folder, '.azure/dev/.env');
      const values = await readFile(path, 'utf8');
      await writeFile(path, values.replace(/^APIM_GATEWAY_URL=.*\n/m, ''));

      await azd().succeed('env', 'refresh', '--no-prompt');

      expect(await azd().readEnvironment('dev')).toBe(values);
    });

    it('shows the values, the sites, and a result for programs', async () => {
      const values = await azd().succeed('env', 'get-values', '--output', 'json');
      const shown = await azd().succeed('show');
      const provisioned = await azd().succeed('provision', '--no-prompt', '--output', 'json');

      expect(JSON.parse(values.stdout)).toMatchObject({ AZURE_ENV_NAME: 'dev', AZURE_LOCATION: 'japaneast' });
      expect(shown.text).toMatch(/menu\s+https:\/\/menu-dev-\w+\.azurewebsites\.net/);
      expect(provisioned.stdout).toContain('APIM_GATEWAY_URL');
    });

    it.each([
      ['preview', [], /\d+ unchanged/],
      ['drift', [], /\d+ unchanged/],
      ['refresh', ['--yes'], /\d+ unchanged/],
      ['repair', [], /Azure has nothing that the stack lacks/],
      ['stack', [], /Current stack is dev/],
      ['outputs', [], /APIM_GATEWAY_URL/],
      ['outputs', ['-e', 'dev', '--show-secrets', '--format', 'env'], /APIM_SUBSCRIPTION_KEY=.?\w{32}/],
      ['doctor', [], /Pulumi/],
    ])('runs azd pulumi %s %j', async (command, args, said) => {
      expect((await azd().succeed('pulumi', command, ...args)).text).toMatch(said);
    });

    it('has nothing to cancel where nothing runs', async () => {
      expect((await azd().azd('pulumi', 'cancel')).text).toMatch(/[Nn]othing/);
    });

    it('keeps environments apart', async () => {
      await azd().createEnvironment('two');
      const ofOne = azd().azure.resources.size;

      // Not the default one.
      await azd().succeed('provision', '-e', 'dev', '--no-prompt');
      expect(azd().azure.resources.size).toBe(ofOne);
      await azd().succeed('provision', '-e', 'two', '--no-prompt');

      expect(azd().azure.resources.size).toBe(2 * ofOne);
      expect(await azd().readEnvironment('two')).toMatch(/^AZURE_RESOURCE_GROUP="rg-two-/m);
      expect(await azd().readEnvironment('dev')).toMatch(/^AZURE_RESOURCE_GROUP="rg-dev-/m);
    });
  });

  describe('at the end', () => {
    const service = (environmentName: string) =>
      namesFor({ environmentName, location: 'japaneast', subscriptionId: SUBSCRIPTION, generation: '1' }).apiManagement;

    it('deletes nothing without a word where nobody can confirm it', async () => {
      const { exitCode, text } = await azd().azd('down', '-e', 'dev', '--no-prompt');

      expect(exitCode).toBe(1);
      expect(text).toContain('--force');
      expect([...azd().azure.resources.keys()].join()).toContain('rg-dev-');
    });

    it('deletes an environment and its outputs, and leaves the service soft-deleted', async () => {
      await azd().succeed('down', '-e', 'dev', '--force');

      expect([...azd().azure.resources.keys()].join()).not.toContain('rg-dev-');
      expect([...azd().azure.softDeleted.keys()]).toEqual([service('dev')]);
      const values = await azd().readEnvironment('dev');
      expect(values).toContain('AZURE_SUBSCRIPTION_ID');
      expect(values).not.toContain('APIM_GATEWAY_URL');
    });

    it('names what holds the name of the service', async () => {
      const { exitCode, text } = await azd().azd('provision', '-e', 'dev', '--no-prompt');

      expect(exitCode).toBe(1);
      expect(text).toContain(service('dev'));
      expect(text).toMatch(/soft-deleted/);
      expect(text).toMatch(/purge/);
    });

    it('purges the service, and finds the state of an environment that was removed', async () => {
      await azd().succeed('env', 'remove', 'two', '--force');
      await rm(join(azd().folder, '.azure/two'), { recursive: true, force: true });
      await azd().createEnvironment('two');

      const { text } = await azd().succeed('down', '-e', 'two', '--force', '--purge');

      expect([...azd().azure.resources.keys()].join()).not.toContain('rg-two-');
      expect([...azd().azure.softDeleted.keys()]).not.toContain(service('two'));
      expect(text).toContain(`removed for good: ${service('two')}`);
      expect(text).toContain('SUCCESS');
    });
  });
});
