import { type SkuName, skuNames } from '../../infra/config/skus';
import { toProperties } from '../../infra/plan/predictedAzure';
import { describeWithPulumi, useEngine } from './engine';
import { type Operation, useInlineStack } from './inline';

/** All but the default, which comes first; the last has addresses of its own. */
const tiers = skuNames.filter((sku) => sku !== 'BasicV2').reverse();

/** One after another on one stack. The first creates it. */
const steps: { title: string; with: Omit<Operation, 'kind'>; changes: object }[] = [
  ...tiers.map((sku) => ({ title: `the tier ${sku}`, with: tier(sku), changes: { update: 1 } })),
  {
    title: 'locked function apps',
    with: { settings: { APIM_SKU: 'Developer', FUNCTION_ACCESS: 'locked' } },
    changes: { create: 2, update: 2 },
  },
  {
    title: 'locked function apps with Node 22',
    with: { settings: { APIM_SKU: 'Developer', FUNCTION_ACCESS: 'locked', FUNCTION_NODE_VERSION: '22' } },
    changes: { update: 4 },
  },
  { title: 'open function apps', with: tier('Developer'), changes: { delete: 2, update: 2 } },
  { title: 'its default tier', with: {}, changes: { update: 1 } },
  {
    title: 'function apps that answer everybody',
    with: { settings: { FUNCTION_ACCESS: 'anonymous' } },
    changes: { delete: 2, update: 4 },
  },
  { title: 'function apps that answer the gateway', with: {}, changes: { create: 2, update: 4 } },
  {
    title: 'no key',
    with: { settings: { APIM_SUBSCRIPTION_REQUIRED: 'false' } },
    changes: { delete: 1, update: 2 },
  },
  { title: 'keys', with: {}, changes: { create: 1, update: 2 } },
  { title: 'Node 22', with: { settings: { FUNCTION_NODE_VERSION: '22' } }, changes: { update: 2 } },
  { title: 'Node 24', with: {}, changes: { update: 2 } },
];

function tier(sku: SkuName): Pick<Operation, 'settings'> {
  return { settings: { APIM_SKU: sku } };
}

describeWithPulumi('a stack whose settings change', () => {
  jest.setTimeout(120_000);

  const world = useEngine();
  const stack = useInlineStack(world);

  beforeAll(() => stack().run({ kind: 'up' }));

  it.each(steps)('is brought to $title by no more than it takes', async ({ with: operation, changes }) => {
    expect(await stack().run({ kind: 'up', ...operation })).toEqual({ changes });
    const sites = [...world().azure.resources.values()].map(({ inputs }) => toProperties(inputs.siteConfig));
    const closed = sites.filter(({ ipSecurityRestrictionsDefaultAction: action }) => action === 'Deny');
    expect(closed.filter(({ ipSecurityRestrictions: rules }) => !Array.isArray(rules) || rules.length === 0)).toEqual(
      [],
    );
  });

  it('stops at what an MCP server uses that has left the definition, until its API is deleted', async () => {
    const { failure } = await stack().run({ kind: 'up', without: ['menu'] });
    world().azure.delete([...world().azure.resources.keys()].find((id) => id.endsWith('/apis/menu-mcp')) ?? '');

    const { changes } = await stack().run({ kind: 'up', without: ['menu'] });
    const returned = await stack().run({ kind: 'up' });

    expect(failure).toMatch(/\/backends\/menu cannot go: .*\/apis\/menu-mcp needs it\./);
    expect(changes).toEqual({ delete: 1 });
    expect(returned.changes).toEqual({ create: 3, update: 1 });
  });

  it('gets an MCP server back that somebody deleted by hand when its deployment is told to run again', async () => {
    const server = [...world().azure.resources.keys()].find((id) => id.endsWith('/apis/menu-mcp')) ?? '';
    world().azure.delete(server);

    await stack().run({ kind: 'refresh' });
    const replaced = await stack().run({
      kind: 'up',
      replace: ['ramen:infra:ApiManagement$azure-native:resources:Deployment::apim-mcp-servers'],
    });

    expect(replaced).toEqual({ changes: { create: 2, replace: 1 } });
    expect(world().azure.find(server)).toBeDefined();
  });

  it('stays as it is after a refresh that finds the gateway let into its locked apps', async () => {
    const settings = { APIM_SKU: 'Developer', FUNCTION_ACCESS: 'locked' };
    await stack().run({ kind: 'up', settings });

    await stack().run({ kind: 'refresh', settings });

    expect(await stack().run({ kind: 'preview', settings })).toEqual({ changes: {} });
  });

  it('leaves nothing behind', async () => {
    await stack().run({ kind: 'destroy' });

    expect(world().azure.resources.size).toBe(0);
  });
});
