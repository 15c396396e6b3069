import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { JobResult } from '../../azd/job';
import { runAzd } from '../support/azd/commands';
import { useScriptedProject } from '../support/azd/scriptedProject';
import { TENANT } from '../support/azd/services';
import { SUBSCRIPTION } from '../support/infra/program';

describe('the extension', () => {
  const project = useScriptedProject();
  const noPrompt = true;
  const service = {
    urn: 'urn:apim',
    type: 'azure-native:apimanagement:ApiManagementService',
    id: '/apim',
    outputs: {},
  };
  const versioned = 'azure-native:apimanagement/v20240501:ApiManagementService';
  const provider = { urn: 'urn:provider', type: 'pulumi:providers:azure-native', id: 'x', outputs: {} };
  const deployment = { resources: [service, provider] };

  function endWith(result: JobResult): Promise<void> {
    return project().worker({ ending: { outcome: 'done', result } });
  }

  function deployed(outputs: Record<string, string> = {}, unchanged = false): Promise<void> {
    return endWith({ kind: 'up', outputs, secrets: [], unchanged });
  }

  describe('deploying', () => {
    it('hands the outputs to the environment, and the tenant', async () => {
      await deployed({ APIM_GATEWAY_URL: 'https://x', LIST: '["a","b"]' });

      const { failure, unchanged } = await runAzd('provision', project().command());

      expect(failure).toBeUndefined();
      expect(unchanged).toBe(false);
      expect(project().environments.read('dev')).toEqual({
        AZURE_ENV_NAME: 'dev',
        AZURE_SUBSCRIPTION_ID: SUBSCRIPTION,
        AZURE_LOCATION: 'japaneast',
        AZURE_TENANT_ID: TENANT,
        APIM_GATEWAY_URL: 'https://x',
        LIST: '["a","b"]',
      });
    });

    it('gives the worker the values of the environment and the options of azure.yaml', async () => {
      await deployed();
      project().environments.merge('dev', { SKU: 'Premium', ALLOW_REPLACE: 'true' });
      const infra = { path: 'infra', config: { guard: ['x:y:Z'], secretsProvider: 'passphrase' } };

      await runAzd('provision', project().command({ infra }));

      const settings = { AZURE_ENV_NAME: 'dev', AZURE_SUBSCRIPTION_ID: SUBSCRIPTION, AZURE_LOCATION: 'japaneast' };
      expect(await project().jobs()).toMatchObject([
        {
          kind: 'up',
          stack: 'dev',
          folder: project().folder,
          guard: ['x:y:Z'],
          secretsProvider: 'passphrase',
          allowReplace: true,
          settings: { ...settings, SKU: 'Premium', ALLOW_REPLACE: 'true' },
        },
      ]);
    });

    it('says that nothing was to change, and keeps the outputs all the same', async () => {
      await deployed({ NAME: 'x' }, true);

      const { unchanged } = await runAzd('provision', project().command());

      expect(unchanged).toBe(true);
      expect(project().environments.read('dev').NAME).toBe('x');
    });

    it('passes on why the worker failed', async () => {
      const failure = {
        code: 'quota',
        category: 'user',
        message: 'apim: no quota',
        suggestion: 'Ask for more.',
      } as const;
      await project().worker({ ending: { outcome: 'failed', failure, torn: false } });

      const outcome = await runAzd('provision', project().command());

      expect(outcome.failure).toMatchObject({
        message: failure.message,
        suggestion: failure.suggestion,
        local_error: { code: 'quota', category: 'user' },
      });
    });

    it('refuses an output that would break the environment, which stays readable', async () => {
      await deployed({ WORD: 'a "word"' });

      const { failure } = await runAzd('provision', project().command());

      expect(failure?.local_error.code).toBe('unreadable_output');
      expect(project().environments.read('dev')).not.toHaveProperty('WORD');
    });

    it.each([
      ['my-output', 'unreadable_output'],
      ['1ST', 'unreadable_output'],
      ['', 'unreadable_output'],
      ['PATH', 'reserved_output'],
      ['Path', 'reserved_output'],
      ['NODE_OPTIONS', 'reserved_output'],
      ['ALLOW_REPLACE', 'reserved_output'],
      ['PULUMI_BACKEND_URL', 'reserved_output'],
      ['ARM_CLIENT_ID', 'reserved_output'],
      ['AZD_SERVER', 'reserved_output'],
    ])('refuses an output with the name "%s": %s', async (name, code) => {
      await deployed({ [name]: 'x', PATHS: 'y' });

      const { failure } = await runAzd('provision', project().command());

      expect(failure?.local_error).toEqual({ code, category: 'validation' });
      expect(failure?.message).toMatch(new RegExp(`^${name}: an output `));
      expect(project().environments.read('dev')).not.toHaveProperty('PATHS');
    });

    it('keeps the log to its owner', async () => {
      await deployed();

      await runAzd('provision', project().command());

      expect(statSync(join(project().folder, '.azure/dev/pulumi/up.log')).mode & 0o777).toBe(0o600);
    });
  });

  it('previews: azd shows the rows whose types it knows', async () => {
    const rows = [
      { change: 'Replace', type: 'Microsoft.ApiManagement/service', name: 'apim-x' },
      { change: 'Create', type: 'azure-native:storage:Table', name: 'orders' },
    ];
    await endWith({ kind: 'preview', rows });

    const outcome = await runAzd('provision --preview', project().command());

    expect(outcome.rows).toEqual([
      { change_type: 'Replace', resource_type: 'Microsoft.ApiManagement/service', name: 'apim-x' },
    ]);
  });

  describe('refreshing the environment', () => {
    it('reads the outputs that are no secrets, and starts no worker', async () => {
      await project().stack({ outputs: { NAME: 'x', PORTS: [1, 2], KEY: '[secret]' } });

      await runAzd('env refresh', project().command());

      const { NAME, PORTS, ...others } = project().environments.read('dev');
      expect({ NAME, PORTS }).toEqual({ NAME: 'x', PORTS: '[1,2]' });
      expect(others).not.toHaveProperty('KEY');
      expect(await project().jobs()).toEqual([]);
    });

    it('refuses an output whose name would change the next run', async () => {
      await project().stack({ outputs: { PULUMI_HOME: '/elsewhere' } });

      const { failure } = await runAzd('env refresh', project().command());

      expect(failure?.local_error.code).toBe('reserved_output');
    });

    it('finds nothing where there is no stack', async () => {
      const { failure } = await runAzd('env refresh', project().command());

      expect(failure).toBeUndefined();
    });
  });

  describe('tearing down', () => {
    beforeEach(async () => {
      await project().stack({ deployment });
      await endWith({ kind: 'destroy', outputs: ['NAME', 'AZURE_LOCATION'], purged: [] });
      project().environments.merge('dev', { NAME: 'x', OWN: 'y' });
    });

    it('asks first, says what Azure keeps, and takes the outputs out of the environment', async () => {
      const { questions } = await runAzd('down', project().command({ answers: { confirm: true } }));

      expect(questions).toEqual([
        'Delete all 1 resources of dev? For 48 hours Azure keeps API Management, soft-deleted, and the name taken; ' +
          'azd down --purge removes it for good.',
      ]);
      expect(Object.keys(project().environments.read('dev')).sort()).toEqual([
        'AZURE_ENV_NAME',
        'AZURE_LOCATION',
        'AZURE_SUBSCRIPTION_ID',
        'OWN',
      ]);
    });

    it.each([[[versioned]], [[service.type, versioned]]])('says once what Azure keeps of %j', async (types) => {
      const resources = types.map((type) => ({ ...service, urn: `urn:${type}`, type }));
      await project().stack({ deployment: { resources } });

      const { questions } = await runAzd('down', project().command({ answers: { confirm: true } }));

      expect(questions).toEqual([expect.stringContaining('of dev? For 48 hours Azure keeps API Management, ')]);
    });

    it.each([false, 'Ctrl-C'] as const)('deletes nothing when the answer is %s', async (confirm) => {
      const { failure } = await runAzd('down', project().command({ answers: { confirm } }));

      expect(failure?.local_error).toEqual({ code: 'declined', category: 'user' });
      expect(await project().jobs()).toEqual([]);
    });

    it('deletes nothing where nobody can be asked', async () => {
      const { failure } = await runAzd('down', project().command({ noPrompt }));

      expect(failure?.suggestion).toContain('use --force');
      expect(await project().jobs()).toEqual([]);
    });

    it.each([
      ['down --force', false],
      ['down --force --purge', true],
    ] as const)('does not ask at azd %s, and purges: %s', async (name, purge) => {
      const { failure } = await runAzd(name, project().command({ noPrompt }));

      expect(failure).toBeUndefined();
      expect(await project().jobs()).toMatchObject([{ kind: 'destroy', purge }]);
    });

    it('has nothing to do where there is no stack', async () => {
      await project().stack(undefined);

      const { failure } = await runAzd('down', project().command());

      expect(failure).toBeUndefined();
      expect(await project().jobs()).toEqual([]);
    });

    it('still purges what an earlier one has left', async () => {
      await project().stack({ deployment: { resources: [] } });

      const { questions } = await runAzd('down --purge', project().command({ answers: { confirm: true } }));

      expect(questions).toEqual(['Remove for good what Azure still keeps of dev?']);
      expect(await project().jobs()).toMatchObject([{ kind: 'destroy', purge: true }]);
    });
  });

  it('leaves the record of the last change alone when it previews', async () => {
    await endWith({ kind: 'preview', rows: [] });

    await runAzd('provision --preview', project().command());

    expect(existsSync(join(project().folder, '.pulumi-state/dev/operation.json'))).toBe(false);
  });
});
