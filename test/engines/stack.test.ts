import type { OpMap } from '@pulumi/pulumi/automation';
import { gateway } from '../../gateway';
import type { StandInAzure } from '../support/engine/standInAzure';
import { declare } from '../support/infra/program';
import { describeWithPulumi, useEngine } from './engine';
import { openWorkspace, type Workspace } from './workspace';

describeWithPulumi('the stack under the real Pulumi engine', () => {
  jest.setTimeout(300_000);

  const world = useEngine();
  let workspace: Workspace;

  beforeAll(async () => {
    workspace = await openWorkspace('engine-test', world().engine);
  });

  afterAll(() => workspace.stop());

  it('prints each mistake in the configuration, and no stack trace', async () => {
    const settings = { sku: { value: 'Consumption' }, nodeVersion: { value: '20' } };
    await workspace.stack.setAllConfig(settings);

    const failure: unknown = await workspace.stack.preview().catch((error: unknown) => error);

    await workspace.stack.removeAllConfig(Object.keys(settings));
    expect(String(failure)).toMatch(/- sku \(APIM_SKU\) .*\n\s*- nodeVersion \(FUNCTION_NODE_VERSION\) /);
    expect(String(failure)).not.toMatch(/infra\/config\/config\.ts/);
  });

  it('previews a creation', async () => {
    const { changeSummary } = await workspace.stack.preview();

    expect(withoutComponents(changeSummary)).toEqual(['create']);
    expect(world().azure.resources.size).toBe(0);
  });

  it('creates everything that the plan shows and hides the keys', async () => {
    const { outputs } = await workspace.stack.up();

    expect(world().azure.resources.size).toBe((await declare()).resources.length);
    for (const output of keys) {
      expect(outputs[output]).toMatchObject({ secret: true, value: expect.stringMatching(/^[0-9a-f]{32}$/) });
    }
    expect(outputs.APIM_GATEWAY_URL).toMatchObject({ secret: false });
  });

  it('sees no change when nothing changed', async () => {
    const { changeSummary } = await workspace.stack.preview({ expectNoChanges: true });

    expect(withoutComponents(changeSummary)).toEqual(['same']);
  });

  it('keeps the keys out of its state, its backups and its history', async () => {
    const outputs = await workspace.stack.outputs();
    const values = keys.map((output) => String(outputs[output]?.value));

    const files = await world().engine.stateFiles();

    expect(new Set(values).size).toBe(keys.length);
    expect(files.length).toBeGreaterThan(2);
    for (const secret of [...values, gatewaySecret(world().azure), 'InstrumentationKey=']) {
      expect(files.filter((text) => text.includes(secret))).toHaveLength(0);
    }
  });

  it('gives the gateway and both apps one secret', () => {
    const sites = [...world().azure.resources.values()].filter(({ token }) => token === 'web:WebApp');

    expect(gatewaySecret(world().azure)).toMatch(/^[A-Za-z0-9]{48}$/);
    expect(sites).toHaveLength(2);
    for (const { inputs } of sites)
      expect(JSON.stringify(inputs)).toContain(`"value":"${gatewaySecret(world().azure)}"`);
  });

  it('changes in place what is new, as the preview says', async () => {
    const secret = gatewaySecret(world().azure);
    await workspace.stack.setAllConfig({ sku: { value: 'StandardV2' }, rateLimitCalls: { value: '7' } });

    const { changeSummary } = await workspace.stack.preview();
    const { summary } = await workspace.stack.up();

    expect(changesOf(changeSummary)).toEqual({ update: 2 });
    expect(changesOf(summary.resourceChanges)).toEqual({ update: 2 });
    expect(gatewaySecret(world().azure)).toBe(secret);
  });

  it('creates again what somebody deleted by hand, once it is told to look', async () => {
    const policy =
      [...world().azure.resources.keys()].find((id) => id.endsWith('/apis/orders-mcp/policies/policy')) ?? '';
    world().azure.delete(policy);

    const refreshed = await workspace.stack.refresh();
    const { summary } = await workspace.stack.up();

    expect(changesOf(refreshed.summary.resourceChanges)).toEqual({ delete: 1 });
    expect(changesOf(summary.resourceChanges)).toEqual({ create: 1 });
    expect(world().azure.find(policy)).toBeDefined();
  });

  it('replaces everything when the region changes, as the preview says', async () => {
    const { resources } = await declare();
    // What a deployment makes goes and comes with what it lives in.
    const declared = resources.filter(({ deployment }) => deployment === undefined).length;
    await workspace.stack.setConfig('location', { value: 'westus' });

    const { changeSummary } = await workspace.stack.preview();
    const { summary } = await workspace.stack.up();

    expect(changesOf(changeSummary)).toEqual({ replace: declared });
    expect(changesOf(summary.resourceChanges)).toEqual({ replace: declared });
    expect(world().azure.resources.size).toBe(resources.length);
  });

  it('takes everything down, in an order that Azure allows', async () => {
    await workspace.stack.destroy();

    expect(world().azure.resources.size).toBe(0);
  });
});

/** The outputs that are keys. */
const keys = ['APIM_SUBSCRIPTION_KEY', 'ORDERS_API_KEY'];

/** The stack itself, its provider and the gateway's secret. */
const besidesResources = 3;

/** The kinds of steps there were, when there were steps for more than the stack and its provider. */
function withoutComponents(summary: OpMap | undefined): string[] {
  return Object.entries(summary ?? {})
    .filter(([, count]) => count > besidesResources)
    .map(([step]) => step);
}

/** What the backends send, as Azure has it. */
function gatewaySecret({ resources }: StandInAzure): string {
  const [id = ''] = [...resources.keys()].filter((key) => key.endsWith(`/namedValues/${gateway.secret.namedValue}`));
  return String(resources.get(id)?.inputs.value);
}

/** How many steps there were of each kind that is a change. */
function changesOf(changes: OpMap = {}): OpMap {
  return Object.fromEntries(Object.entries(changes).filter(([step]) => step !== 'same'));
}
