import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pulumi } from '../../azd/pulumi/cli';
import type { Session } from '../../azd/session';
import { declare } from '../support/infra/program';
import { describeWithPulumi, useEngine } from './engine';
import { done, openTestSession, removeTraces, runWorker } from './worker';
import { root } from './workspace';

const environmentName = 'worker-test';
const state = join(root, '.pulumi-state', environmentName);

describeWithPulumi('the worker of the azd extension', () => {
  jest.setTimeout(180_000);

  const world = useEngine();
  const open = (values: Record<string, string> = {}): Session =>
    openTestSession(world().engine, { root, environmentName, values });

  beforeAll(() => removeTraces(environmentName));
  afterAll(() => removeTraces(environmentName));

  it('previews what azd shows, and counts the rest in the last row', async () => {
    const result = await done(open(), { kind: 'preview' });

    expect(result).toMatchObject({
      kind: 'preview',
      rows: expect.arrayContaining([
        {
          change: 'Create',
          type: 'Microsoft.ApiManagement/service',
          name: expect.stringMatching(/^apim-worker-test-/),
        },
      ]),
    });
    const names = result.kind === 'preview' ? result.rows.map(({ name }) => name) : [];
    const { resources } = await declare();
    expect(names.at(-1)).toMatch(/^\d+ further resources: azd pulumi preview$/);
    // The secret that is drawn at random is no resource of Azure.
    const declared = resources.filter(({ deployment }) => deployment === undefined).length + 1;
    expect(names.length - 1 + Number.parseInt(names.at(-1) ?? '', 10)).toBe(declared);
    expect(world().azure.resources.size).toBe(0);
  });

  it('deploys, and tells the outputs without the secrets', async () => {
    const result = await done(open(), { kind: 'up' });

    expect(result).toMatchObject({
      kind: 'up',
      outputs: { AZURE_LOCATION: 'japaneast', AZURE_RESOURCE_GROUP: expect.any(String) },
      secrets: ['APIM_SUBSCRIPTION_KEY', 'ORDERS_API_KEY'],
      unchanged: false,
    });
    expect(world().azure.resources.size).toBeGreaterThan(40);
  });

  it('finds nothing to change after that, even without the file of settings that Pulumi keeps beside the project', async () => {
    await rm(join(root, `Pulumi.${environmentName}.yaml`));

    expect(await done(open(), { kind: 'up' })).toMatchObject({ unchanged: true });
  });

  it('keeps state, passphrase and settings where only their owner reads them, and no key of the gateway', async () => {
    const files = ['passphrase', 'settings.json', 'operation.json'].map((name) => join(state, name));
    const modes = await Promise.all([state, ...files].map(async (path) => (await stat(path)).mode & 0o777));
    const texts = await Promise.all(
      [...files.slice(1), join(open().logs, 'up.log')].map((file) => readFile(file, 'utf8')),
    );

    expect(modes).toEqual([0o700, 0o600, 0o600, 0o600]);
    expect(texts.join('')).toContain('AZURE_RESOURCE_GROUP');
    for (const key of await keysOf(open())) expect(texts.join('')).not.toContain(key);
  });

  it('refuses to replace what holds data, and names the setting', async () => {
    const before = [...world().azure.resources.keys()];

    const ending = await runWorker(open({ AZURE_LOCATION: 'westus' }), { kind: 'up' });

    expect(ending).toMatchObject({
      outcome: 'failed',
      torn: false,
      failure: {
        code: 'guarded_resource',
        message: expect.stringMatching(
          /because of AZURE_LOCATION \(japaneast → westus\):\n(?:.*\n)* {2}replace orders-storage \(st\w+\), azure-native:storage:StorageAccount\n/,
        ),
        suggestion: expect.stringContaining('ALLOW_REPLACE=true azd provision'),
      },
    });
    expect([...world().azure.resources.keys()]).toEqual(before);
  });

  it('replaces it when that is allowed', async () => {
    const moved = open({ AZURE_LOCATION: 'westus' });

    expect(await done(moved, { kind: 'up', allowReplace: true })).toMatchObject({
      outputs: { AZURE_LOCATION: 'westus' },
    });
  });

  it('destroys all of it, in a new environment of the same name as well', async () => {
    await rm(join(root, '.azure', environmentName), { recursive: true });

    const result = await done(open(), { kind: 'destroy' });

    expect(result).toMatchObject({ kind: 'destroy', purged: [] });
    expect(world().azure.resources.size).toBe(0);
  });
});

async function keysOf(session: Session): Promise<string[]> {
  const args = ['stack', 'output', '--json', '--show-secrets'];
  const outputs = JSON.parse(await pulumi(session, args)) as Record<string, string>;
  return [outputs.APIM_SUBSCRIPTION_KEY, outputs.ORDERS_API_KEY].map(String);
}
