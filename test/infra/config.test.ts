import * as pulumi from '@pulumi/pulumi';
import { gateway } from '../../gateway';
import { InvalidConfiguration, readConfig } from '../../infra/config/config';
import { aConfig, SUBSCRIPTION } from '../support/infra/program';

const azd = { AZURE_ENV_NAME: 'from-azd', AZURE_LOCATION: 'Japan East', AZURE_SUBSCRIPTION_ID: SUBSCRIPTION };

function mistakesOf(act: () => unknown): readonly string[] {
  try {
    act();
  } catch (error) {
    if (error instanceof InvalidConfiguration) return error.mistakes;
    throw error;
  }
  throw new Error('The configuration was accepted.');
}

describe('configuration of the stack', () => {
  afterEach(() => {
    pulumi.runtime.setAllConfig({});
  });

  it('comes from the variables that azd sets', () => {
    const config = readConfig(azd);

    expect(config).toMatchObject({ environmentName: 'from-azd', location: 'japaneast', subscriptionId: SUBSCRIPTION });
  });

  it('comes from Pulumi first', () => {
    pulumi.runtime.setConfig('project:sku', 'Developer');

    const config = readConfig({ ...azd, APIM_SKU: 'StandardV2' });

    expect(config.sku).toBe('Developer');
  });

  it('falls back on the stack and the settings of the provider', async () => {
    await pulumi.runtime.setMocks(
      { newResource: () => ({ id: '', state: {} }), call: () => ({}) },
      'project',
      'my-stack',
    );
    pulumi.runtime.setConfig('azure-native:location', 'westus');
    pulumi.runtime.setConfig('azure-native:subscriptionId', SUBSCRIPTION);

    const config = readConfig({});

    expect(config).toMatchObject({ environmentName: 'my-stack', location: 'westus', subscriptionId: SUBSCRIPTION });
  });

  it('reads an empty variable as one that is not set', () => {
    const config = readConfig({ ...azd, APIM_SKU: '' });

    expect(config.sku).toBe('BasicV2');
  });

  it('limits the rate as the gateway’s definition does, unless it is told otherwise', () => {
    const config = aConfig();

    expect(config.rateLimitCalls).toBe(gateway.limits.calls);
    expect(config.rateLimitPeriod).toBe(gateway.limits.renewalPeriodSeconds);
  });

  it('is refused with a sentence for each mistake at once', () => {
    const mistakes = mistakesOf(() =>
      aConfig({ location: '?', capacity: '0', nodeVersion: '20', subscriptionRequired: 'yes', functionAccess: 'open' }),
    );

    expect(mistakes).toEqual([
      'location (AZURE_LOCATION) must be the name of an Azure region, such as japaneast.',
      'capacity (APIM_CAPACITY) must be a whole number from 1 to 30.',
      'subscriptionRequired (APIM_SUBSCRIPTION_REQUIRED) must be true or false.',
      'nodeVersion (FUNCTION_NODE_VERSION) must be one of 24, 22.',
      'functionAccess (FUNCTION_ACCESS) must be one of gateway, anonymous, locked.',
    ]);
  });

  it('says what is missing', () => {
    const mistakes = mistakesOf(() => readConfig({ AZURE_ENV_NAME: 'dev' }));

    expect(mistakes).toEqual([
      'location (AZURE_LOCATION) must be set.',
      'subscriptionId (AZURE_SUBSCRIPTION_ID or ARM_SUBSCRIPTION_ID) must be set.',
    ]);
  });

  it.each([
    ['project:skuu', /^project:skuu is no setting\. There are environmentName, /],
    ['azure-native:sku', /^azure-native:sku is a setting of this project: set it as sku\.$/],
    ['other:sku', /^other:sku is a setting of this project: set it as sku\.$/],
  ])('refuses %s, which nobody would read', (key, sentence) => {
    pulumi.runtime.setConfig(key, 'Developer');

    expect(mistakesOf(() => readConfig(azd))).toEqual([expect.stringMatching(sentence)]);
  });

  it.each(['azure-native:location', 'azure-native:environment', 'pulumi:disable-default-providers', 'other:key'])(
    'has nothing against %s',
    (key) => {
      pulumi.runtime.setConfig(key, 'westus');

      expect(readConfig(azd).sku).toBe('BasicV2');
    },
  );

  it('refuses the Consumption tier and says why', () => {
    const mistakes = mistakesOf(() => aConfig({ sku: 'Consumption' }));

    expect(mistakes).toEqual([expect.stringContaining('has no MCP servers')]);
  });

  it.each(['BasicV2', 'StandardV2', 'PremiumV2'])('refuses to lock the function apps with %s and says why', (sku) => {
    const mistakes = mistakesOf(() => aConfig({ sku, functionAccess: 'locked' }));

    expect(mistakes).toEqual([expect.stringContaining(`cannot be locked with ${sku}: only the classic tiers`)]);
  });

  it.each(['Developer', 'Basic', 'Standard', 'Premium'])('can lock the function apps with %s', (sku) => {
    const config = aConfig({ sku, functionAccess: 'locked' });

    expect(config.functionAccess).toBe('locked');
  });

  it.each([
    ['Developer', '2'],
    ['Basic', '3'],
    ['BasicV2', '11'],
  ])('refuses more units than %s has', (sku, capacity) => {
    const mistakes = mistakesOf(() => aConfig({ sku, capacity }));

    expect(mistakes).toEqual([expect.stringContaining('capacity must be at most')]);
  });
});
