import { gateway } from '../../gateway';
import { mcpApiName } from '../../gateway/model';
import { toProperties } from '../../infra/plan/predictedAzure';
import { declare } from '../support/infra/program';

/** API Management's names for the MCP servers, in the definition's order. */
const apiNames = Object.keys(gateway.mcpServers).map(mcpApiName);

describe('a stack without subscription keys', () => {
  it('asks for none on its MCP servers and its product, and gives none out', async () => {
    const stack = await declare({ subscriptionRequired: 'false' });

    for (const name of apiNames) {
      expect(stack.named(`apim-mcp-servers/${name}`).inputs).toMatchObject({ subscriptionRequired: false });
    }
    expect(stack.named('apim-agents-product').inputs).toMatchObject({ subscriptionRequired: false });
    // Azure refuses a product that asks for approval of subscriptions it does not ask for.
    expect(stack.named('apim-agents-product').inputs).not.toHaveProperty('approvalRequired');
    expect(stack.resources.map(({ name }) => name)).not.toContain('apim-agents-subscription');
    expect(JSON.stringify(stack.wire.outputs.APIM_SUBSCRIPTION_KEY)).toContain('"value":""');
  });
});

describe('a stack with subscription keys', () => {
  it('gives the agents a key to the product that holds every MCP server', async () => {
    const stack = await declare();

    const links = stack.ofType('Microsoft.ApiManagement/service/products/apiLinks');
    expect(links.map(({ inputs }) => inputs.apiId)).toEqual(
      apiNames.map((name) => stack.named(`apim-mcp-servers/${name}`).id),
    );
    expect(stack.named('apim-agents-subscription').inputs).toMatchObject({
      scope: stack.named('apim-agents-product').id,
      state: 'active',
    });
    expect(JSON.stringify(stack.wire.outputs.APIM_SUBSCRIPTION_KEY)).toMatch(/"value":"[0-9a-f]{32}"/);
  });

  it('puts the MCP servers into the product one after another', async () => {
    const stack = await declare();

    const { template } = toProperties(stack.named('apim-mcp-servers').inputs.properties);
    const { resources } = toProperties(template) as { resources: { name: string; dependsOn?: string[] }[] };
    const links = resources.filter(({ name }) => name.includes('/agents/'));
    expect(links).toHaveLength(apiNames.length);
    for (const [index, { dependsOn = [] }] of links.entries()) {
      const earlier = dependsOn.filter((id) => id.startsWith("[resourceId('Microsoft.ApiManagement/service/products/"));
      expect(earlier.map((id) => /'([^']+)'\)\]$/.exec(id)?.[1])).toEqual(apiNames.slice(0, index));
    }
  });
});

describe('a stack whose apps answer everybody', () => {
  it('has no secret anywhere', async () => {
    const stack = await declare({ functionAccess: 'anonymous' });

    const everything = JSON.stringify([...stack.wire.inputs]);
    expect(everything).not.toContain('GATEWAY_SECRET');
    expect(everything).not.toContain(`{{${gateway.secret.namedValue}}}`);
    expect(stack.named('apim-menu-backend').inputs).not.toHaveProperty('credentials');
    expect(stack.passwords).toEqual([]);
  });

  it.each([{}, { functionAccess: 'anonymous' }] as const)(
    'is open to every address, as by default: %j',
    async (given) => {
      const stack = await declare(given);

      expect(stack.named('orders').inputs.siteConfig).toMatchObject({
        ipSecurityRestrictionsDefaultAction: 'Allow',
      });
    },
  );
});

describe('a locked stack', () => {
  const locked = { sku: 'Developer', functionAccess: 'locked' } as const;

  it.each(['menu', 'orders'])('creates %s closed, without waiting for the gateway', async (app) => {
    const stack = await declare(locked);

    const site = stack.named(app);
    expect(site.inputs.siteConfig).toMatchObject({
      ipSecurityRestrictionsDefaultAction: 'Deny',
      scmIpSecurityRestrictionsUseMain: false,
      scmIpSecurityRestrictionsDefaultAction: 'Allow',
    });
    expect(site.starts).toBeLessThan(stack.named('apim').ends);
  });

  it.each(['menu', 'orders'])('admits the address of the gateway alone to %s', async (app) => {
    const stack = await declare(locked);

    const { template } = toProperties(stack.named(`${app}-access`).inputs.properties);
    expect(template).toMatchObject({
      resources: [
        {
          type: 'Microsoft.Web/sites/config',
          name: `${String(stack.named(app).inputs.name)}/web`,
          properties: {
            ipSecurityRestrictions: [{ ipAddress: '203.0.113.10/32', action: 'Allow' }],
            ipSecurityRestrictionsDefaultAction: 'Deny',
            scmIpSecurityRestrictionsDefaultAction: 'Allow',
          },
        },
      ],
    });
    expect(stack.named(`${app}-access`).starts).toBe(stack.named('apim').ends);
  });

  it('opens the sites again when it is unlocked', async () => {
    const stack = await declare({ sku: 'Developer' });

    expect(stack.named('menu').inputs.siteConfig).toMatchObject({
      ipSecurityRestrictionsDefaultAction: 'Allow',
    });
    expect(stack.resources.map(({ name }) => name)).not.toContain('menu-access');
  });
});

describe('the configuration of a stack', () => {
  it('reaches API Management', async () => {
    const stack = await declare({
      sku: 'StandardV2',
      capacity: '2',
      publisherEmail: 'a@b.example',
      publisherName: 'B',
    });

    expect(stack.named('apim').inputs).toMatchObject({
      sku: { name: 'StandardV2', capacity: 2 },
      publisherEmail: 'a@b.example',
      publisherName: 'B',
    });
  });

  it('reaches the function apps', async () => {
    const stack = await declare({ nodeVersion: '22', instanceMemoryMB: '2048', maximumInstanceCount: '7' });

    expect(stack.named('orders').inputs.functionAppConfig).toMatchObject({
      runtime: { name: 'node', version: '22' },
      scaleAndConcurrency: { instanceMemoryMB: 2048, maximumInstanceCount: 7 },
    });
  });

  it('reaches the limits that policies read', async () => {
    const stack = await declare({ rateLimitCalls: '5', rateLimitPeriod: '30' });

    expect(stack.named('apim-value-rate-limit-calls').inputs).toMatchObject({ value: '5', secret: false });
    expect(stack.named('apim-value-rate-limit-period').inputs).toMatchObject({ value: '30', secret: false });
  });

  it('gives the orders app every setting that it reads in Azure', async () => {
    const stack = await declare();

    const { appSettings } = toProperties(stack.named('orders').inputs.siteConfig);
    expect(appSettings).toEqual(
      expect.arrayContaining([
        { name: 'ORDERS_TABLE', value: 'orders' },
        {
          name: 'ORDERS_TABLE_ENDPOINT',
          value: expect.stringMatching(/^https:\/\/[a-z0-9]+\.table\.core\.windows\.net\/$/),
        },
        { name: 'AZURE_CLIENT_ID', value: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      ]),
    );
  });
});
