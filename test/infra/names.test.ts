import fc from 'fast-check';
import { namesFor } from '../../infra/names';
import { aConfig } from '../support/infra/program';

/** "Naming rules and restrictions for Azure resources" in Microsoft's documentation. */
const rules = {
  resourceGroup: /^[\w().-]{1,89}[\w()-]$/,
  workspace: /^[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]$/,
  applicationInsights: /^[^%&\\?/]{1,259}[^%&\\?/. ]$/,
  apiManagement: /^[A-Za-z](?:[A-Za-z0-9-]{0,48}[A-Za-z0-9])?$/,
  apiManagementIdentity: /^[A-Za-z0-9][A-Za-z0-9_-]{2,127}$/,
} as const;

const appRules = {
  storageAccount: /^[a-z0-9]{3,24}$/,
  plan: /^[A-Za-z0-9-]{1,60}$/,
  // Longer names of sites are cut to make the Functions host's id, by which it names its locks and its keys.
  site: /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])$/,
  identity: /^[A-Za-z0-9][A-Za-z0-9_-]{2,127}$/,
} as const;

const environmentName = fc.stringMatching(/^[\w().-]{1,64}$/);

describe('names of Azure resources', () => {
  it.each(Object.entries(rules))('obey the rule for %s, whatever the environment is called', (kind, rule) => {
    fc.assert(
      fc.property(environmentName, (name) => {
        expect(namesFor(aConfig({ environmentName: name }))[kind as keyof typeof rules]).toMatch(rule);
      }),
    );
  });

  it.each(Object.entries(appRules))(
    'obey the rule for the %s of an app, whatever the environment is called',
    (kind, rule) => {
      fc.assert(
        fc.property(environmentName, fc.constantFrom('menu', 'orders'), (name, app) => {
          expect(namesFor(aConfig({ environmentName: name }))[kind as keyof typeof appRules](app)).toMatch(rule);
        }),
      );
    },
  );

  it.each(['---', '(((.)))', '_', 'A'.repeat(64), 'a-'.repeat(32), '日本'.replace(/./g, '.')])(
    'stay readable and legal for the environment %j',
    (name) => {
      const names = namesFor(aConfig({ environmentName: name }));

      expect(names.apiManagement).toMatch(/^apim-([a-z0-9][a-z0-9-]*-)?[a-z0-9]{10}$/);
      expect(names.storageAccount('orders')).toMatch(/^storders[a-z0-9]{10,16}$/);
    },
  );

  it('are the same for the same environment', () => {
    const [first, second] = [namesFor(aConfig()), namesFor(aConfig({ location: 'Japan East' }))];

    expect(first.apiManagement).toBe(second.apiManagement);
  });

  it.each([
    { environmentName: 'other' },
    { location: 'westus' },
    { subscriptionId: '99999999-2222-3333-4444-555555555555' },
    { generation: '2' },
  ])('differ for %j', (other) => {
    const [first, second] = [namesFor(aConfig()), namesFor(aConfig(other))];

    expect(first.apiManagement).not.toBe(second.apiManagement);
    expect(first.storageAccount('menu')).not.toBe(second.storageAccount('menu'));
    expect(first.site('menu')).not.toBe(second.site('menu'));
  });

  it('never give one name to two things that azd could mistake for each other', () => {
    const names = namesFor(aConfig());

    const all = (['menu', 'orders'] as const).flatMap((app) => [
      names.site(app),
      names.plan(app),
      names.identity(app),
      names.storageAccount(app),
    ]);

    expect(new Set(all).size).toBe(all.length);
  });
});
