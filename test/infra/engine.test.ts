import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { LocalWorkspace, type OpMap, type Stack } from '@pulumi/pulumi/automation';
import type { RunningServer } from '../support/engine/grpc';
import { StandInAzure } from '../support/engine/standInAzure';
import { startProvider } from '../support/engine/standInProvider';
import { declare, SUBSCRIPTION } from '../support/infra/program';

const root = join(__dirname, '../..');
const hasCli = spawnSync('pulumi', ['version']).status === 0;
/** No stack of a person's, because its settings file in this folder is removed afterwards. */
const STACK = 'engine-test';
const STACK_AND_PROVIDER = 2;

if (!hasCli) {
  process.stderr.write(
    'Skipped: the stack under the Pulumi engine. It needs the Pulumi CLI; npm run test:engine insists on it.\n',
  );
}

(hasCli ? describe : describe.skip)('the stack under the Pulumi engine', () => {
  jest.setTimeout(300_000);

  let folder: string;
  let azure: StandInAzure;
  let provider: RunningServer;
  let stack: Stack;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ramen-engine-'));
    azure = new StandInAzure(SUBSCRIPTION);
    provider = await startProvider(azure);
    stack = await LocalWorkspace.createStack(
      { stackName: STACK, workDir: root },
      { pulumiHome: join(folder, 'home'), envVars: await environment(folder, provider) },
    );
  });

  afterAll(async () => {
    provider.stop();
    await rm(join(root, `Pulumi.${STACK}.yaml`), { force: true });
    await rm(folder, { recursive: true, force: true });
  });

  it('previews a creation', async () => {
    const { changeSummary } = await stack.preview();

    expect(withoutComponents(changeSummary)).toEqual(['create']);
    expect(azure.resources.size).toBe(0);
  });

  it('creates everything and hides the key', async () => {
    const { outputs } = await stack.up();

    expect(azure.resources.size).toBe((await declare()).resources.length);
    expect(outputs.APIM_SUBSCRIPTION_KEY).toMatchObject({
      secret: true,
      value: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(outputs.APIM_GATEWAY_URL).toMatchObject({ secret: false });
  });

  it('sees no change when nothing changed', async () => {
    const { changeSummary } = await stack.preview({ expectNoChanges: true });

    expect(withoutComponents(changeSummary)).toEqual(['same']);
  });

  it('keeps the key out of its state', async () => {
    const { value } = (await stack.outputs()).APIM_SUBSCRIPTION_KEY ?? {};

    const state = JSON.stringify((await stack.exportStack()).deployment);

    expect(value).toMatch(/^[0-9a-f]{32}$/);
    expect(state).not.toContain(value);
  });

  it('takes everything down, in an order that Azure allows', async () => {
    await stack.destroy();

    expect(azure.resources.size).toBe(0);
  });
});

/** The kinds of steps there were, when there were steps for more than the stack and its provider. */
function withoutComponents(summary: OpMap | undefined): string[] {
  return Object.entries(summary ?? {})
    .filter(([, count]) => count > STACK_AND_PROVIDER)
    .map(([step]) => step);
}

/** An engine that keeps its state in a folder, attaches to the stand-in provider and downloads nothing. */
async function environment(folder: string, { port }: RunningServer): Promise<Record<string, string>> {
  const [state, bin] = [join(folder, 'state'), join(folder, 'bin')];
  await mkdir(state);
  await mkdir(bin);
  // The engine looks for an installed provider before it attaches to the running one; this one is never started.
  const plugin = join(bin, 'pulumi-resource-azure-native');
  await writeFile(plugin, '#!/bin/sh\nexit 1\n');
  await chmod(plugin, 0o755);
  return {
    PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`,
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: 'for tests',
    PULUMI_DEBUG_PROVIDERS: `azure-native:${port}`,
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    AZURE_ENV_NAME: 'dev',
    AZURE_LOCATION: 'japaneast',
    AZURE_SUBSCRIPTION_ID: SUBSCRIPTION,
  };
}
