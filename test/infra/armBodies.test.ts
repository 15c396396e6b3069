import { skuNames, skus } from '../../infra/config/skus';
import { armSchemas } from '../support/infra/armSchemas';
import { bodyMistakes, mistakesOf, toBody } from '../support/infra/armBody';
import { declare } from '../support/infra/program';

// Pulumi notes the stack of each of its promises, which takes longer than all else here, and no test here needs one.
Error.stackTraceLimit = 0;

/** Every tier as it is by default, and with all switched that can be. */
const configurations = skuNames.flatMap((sku) => [
  { sku },
  {
    sku,
    capacity: String(skus[sku].maximumUnits),
    subscriptionRequired: 'false',
    nodeVersion: '22',
    instanceMemoryMB: '4096',
    maximumInstanceCount: '1000',
    functionAccess: skus[sku].dedicatedAddress ? 'locked' : 'anonymous',
  },
]);

describe('the bodies that are sent to ARM', () => {
  it.each(configurations)('have what ARM takes and nothing else: %j', async (given) => {
    const { resources, revealed } = await declare(given);

    const declared = resources.filter(({ deployment }) => deployment === undefined);
    expect(
      declared.flatMap(({ name, type }) => bodyMistakes(type, revealed(name)).map((mistake) => `${name}: ${mistake}`)),
    ).toEqual([]);
  });

  it('are of every type that has a schema', async () => {
    const { resources } = await declare({ sku: 'Developer', functionAccess: 'locked' });

    const types = new Set(resources.map(({ type }) => type));
    expect([...types].sort()).toEqual(Object.keys(armSchemas).sort());
  });

  it('are refused when their type has no schema', () => {
    expect(mistakesOf('Microsoft.Web/sites/slots', {})).toEqual([expect.stringContaining('Microsoft.Web/sites/slots')]);
  });

  it('are refused for what a template makes, which is named', () => {
    const part = {
      type: 'Microsoft.ApiManagement/service/products/apiLinks',
      name: 'gateway/agents/menu',
      properties: {},
    };
    const inputs = { properties: { template: { resources: [part] } } };

    expect(bodyMistakes('Microsoft.Resources/deployments', inputs)).toContainEqual(
      expect.stringMatching(/^agents\/menu: .*'apiId'/),
    );
  });
});

describe('what azure-native makes of inputs', () => {
  it.each([
    [
      'names go into the URL',
      'Microsoft.Resources/resourceGroups',
      { resourceGroupName: 'rg', location: 'x' },
      { location: 'x' },
    ],
    [
      'the rest are properties',
      'Microsoft.Web/sites',
      { name: 'a', kind: 'b', httpsOnly: true },
      { kind: 'b', properties: { httpsOnly: true } },
    ],
    [
      'properties that are there stay there',
      'Microsoft.Resources/deployments',
      { properties: { mode: 'x' } },
      { properties: { mode: 'x' } },
    ],
    [
      'some have another name',
      'Microsoft.Storage/storageAccounts',
      { enableHttpsTrafficOnly: true },
      { properties: { supportsHttpsTrafficOnly: true } },
    ],
    [
      'some are in another place',
      'Microsoft.OperationalInsights/workspaces',
      { sku: { name: 'x' } },
      { properties: { sku: { name: 'x' } } },
    ],
    [
      'a list of identities becomes a map',
      'Microsoft.Web/sites',
      { identity: { userAssignedIdentities: ['/a'] } },
      { identity: { userAssignedIdentities: { '/a': {} } } },
    ],
    [
      'a map of identities stays one',
      'Microsoft.ApiManagement/service',
      { identity: { userAssignedIdentities: { '/a': {} } } },
      { identity: { userAssignedIdentities: { '/a': {} } } },
    ],
  ])('%s', (_fact, type, inputs, body) => {
    expect(toBody(type, inputs)).toEqual(body);
  });
});
