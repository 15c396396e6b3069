import { gateway } from '../../gateway';
import { mcpApiName, mcpServerPath } from '../../gateway/model';
import { mcpUrlOutputs } from '../../gateway/outputs';
import { toProperties } from '../../infra/plan/predictedAzure';
import { HIDDEN } from '../../infra/plan/secrets';
import { roles } from '../../infra/roles';
import { declare, type DeclaredStack, SUBSCRIPTION } from '../support/infra/program';

const APIM = 'Microsoft.ApiManagement/service';

const { restApis, mcpServers } = gateway;
const apiNames = [...Object.keys(restApis), ...Object.keys(mcpServers).map(mcpApiName)];

const ordersKeyValue = `apim-value-${restApis.orders.key.namedValue}`;
const secretValue = `apim-value-${gateway.secret.namedValue}`;

const configurations = [
  { title: 'by default', given: {} },
  { title: 'without subscription keys', given: { subscriptionRequired: 'false' } },
  { title: 'locked, on a classic tier', given: { sku: 'Developer', functionAccess: 'locked', nodeVersion: '22' } },
] as const;

describe.each(configurations)('the stack $title', ({ given }) => {
  let stack: DeclaredStack;
  beforeAll(async () => {
    stack = await declare(given);
  });

  it('tags everything that can be tagged with the environment', () => {
    const untagged = stack.resources
      .filter(({ inputs }) => 'location' in inputs)
      .filter(({ inputs }) => toProperties(inputs.tags)['azd-env-name'] !== 'test');

    expect(untagged.map(({ name }) => name)).toEqual([]);
  });

  it('names every child after its component', () => {
    const children = [
      ...stack.resources.map(({ name, component }) => ({ name, parent: component })),
      ...stack.components.map(({ name, parent }) => ({ name, parent: parent.includes('ramen:') ? parent : undefined })),
    ];

    const strangers = children.filter(({ name, parent }) => parent !== undefined && !name.startsWith(parent));

    expect(strangers).toEqual([]);
  });

  it('gives no two resources one name', () => {
    const names = stack.resources.map(({ name }) => name);

    expect(new Set(names).size).toBe(names.length);
  });

  it('accepts telemetry from identities only', () => {
    const { inputs } = stack.named('monitoring-application-insights');

    expect(inputs).toMatchObject({
      disableLocalAuth: true,
      ingestionMode: 'LogAnalytics',
      workspaceResourceId: stack.named('monitoring-workspace').id,
    });
  });

  it('gives each identity the roles it needs, where it needs them, and no others', () => {
    const [menu, orders] = [stack.named('menu-storage').id, stack.named('orders-storage').id];
    const insights = stack.named('monitoring-application-insights').id;

    const granted = stack
      .ofType('Microsoft.Authorization/roleAssignments')
      .map(({ component, inputs }) => [component, roleName(inputs.roleDefinitionId), inputs.scope].join(' on '));

    expect(granted.sort()).toEqual(
      [
        `apim on Monitoring Metrics Publisher on ${insights}`,
        `menu on Monitoring Metrics Publisher on ${insights}`,
        `menu on Storage Blob Data Owner on ${menu}`,
        `menu on Storage Queue Data Contributor on ${menu}`,
        `orders on Monitoring Metrics Publisher on ${insights}`,
        `orders on Storage Blob Data Owner on ${orders}`,
        `orders on Storage Table Data Contributor on ${orders}/tableServices/default/tables/orders`,
      ].sort(),
    );
  });

  it('grants roles to the identity of their own component', () => {
    const strangers = stack
      .ofType('Microsoft.Authorization/roleAssignments')
      .filter(({ component, after }) => !after.includes(`${component ?? ''}-identity`));

    expect(strangers).toEqual([]);
  });

  it('makes nothing wait for API Management but what is inside it or needs its address', () => {
    const waiting = stack.resources.filter(({ name }) => stack.before(name).includes('apim'));

    const allowed = waiting.filter(({ component, name }) => component === 'apim' || name.endsWith('-access'));
    expect(waiting.map(({ name }) => name)).toEqual(allowed.map(({ name }) => name));
    expect(waiting).not.toHaveLength(0);
  });

  it('makes API Management itself wait for its resource group and its identity only', () => {
    expect(stack.before('apim').sort()).toEqual(['apim-identity', 'group']);
  });

  it('closes the portals of API Management, which nobody here uses', () => {
    expect(stack.named('apim').inputs).toMatchObject({
      developerPortalStatus: 'Disabled',
      legacyPortalStatus: 'Disabled',
    });
  });

  it('does not speak of client certificates, of which the classic tiers want to hear nothing', () => {
    expect(stack.named('apim').inputs).not.toHaveProperty('enableClientCertificate');
  });

  it('lets API Management take along all that is inside it, and nothing else', () => {
    const inside = stack.resources.filter(({ name, deployment }) => {
      return deployment === undefined && name.startsWith('apim-') && stack.before(name).includes('apim');
    });

    // Azure keeps a diagnostic setting when what it is about goes, and a deployment belongs to its resource group.
    const staying = ['apim-logs', 'apim-mcp-servers', 'apim-policy'];
    const expected = inside.map(({ name }) => name).filter((name) => !staying.includes(name));
    expect(stack.goingWith('apim').sort()).toEqual(expected.sort());
  });

  it('traces every API and logs no key and no byte of a body', () => {
    const diagnostics = stack.ofType(`${APIM}/apis/diagnostics`);

    const none = { body: { bytes: 0 } };
    const queryParams = [
      { value: 'subscription-key', mode: 'Hide' },
      { value: restApis.orders.key.query, mode: 'Hide' },
    ];
    const request = { ...none, dataMasking: { queryParams } };
    expect(diagnostics.map(({ inputs }) => inputs.apiId).sort()).toEqual(apiNames.sort());
    for (const { inputs } of diagnostics) {
      expect(inputs).toMatchObject({
        frontend: { request, response: none },
        backend: { request, response: none },
      });
    }
  });

  it('keeps the gateway’s logs in tables of their own', () => {
    const { inputs } = stack.named('apim-logs');

    expect(inputs).toMatchObject({
      resourceUri: stack.named('apim').id,
      workspaceId: stack.named('monitoring-workspace').id,
      logAnalyticsDestinationType: 'Dedicated',
      logs: [{ categoryGroup: 'allLogs', enabled: true }],
    });
  });

  it('sends telemetry of the gateway with its identity', () => {
    const { inputs } = stack.named('apim-application-insights');

    expect(inputs.credentials).toEqual({ connectionString: HIDDEN, identityClientId: expect.any(String) });
    expect(stack.named('apim-application-insights').after).toContain('apim-may-send-telemetry');
  });

  it('holds no key or connection string in the open', () => {
    const open = JSON.stringify([...stack.resources.map(({ inputs }) => inputs), stack.outputs]);

    expect(open).not.toMatch(/InstrumentationKey|AccountKey|SharedAccessSignature|primaryKey/);
    for (const key of secretKeys(stack)) expect(open).not.toContain(key);
  });

  it('imports the REST API before its tools and its key', () => {
    expect(stack.before('apim-mcp-servers')).toContain('apim-orders-api');
    expect(stack.before(ordersKeyValue)).toContain('apim-orders-api');
  });

  it('applies a policy only when all that it names is there', () => {
    expect(stack.before('apim-policy')).toContain('apim-value-backend-timeout');
    expect(stack.before('apim-orders-policy')).toContain('apim-orders-backend');
    expect(stack.before('apim-orders-mcp-policy')).toEqual(
      expect.arrayContaining([ordersKeyValue, 'apim-value-rate-limit-calls', 'apim-mcp-servers']),
    );
  });

  it('asks for a key on the REST API, whatever the MCP servers do', () => {
    expect(stack.named('apim-orders-api').inputs).toMatchObject({
      subscriptionRequired: true,
      subscriptionKeyParameterNames: { header: restApis.orders.key.header, query: restApis.orders.key.query },
    });
    expect(stack.named('apim-orders-api-subscription').inputs.scope).toBe(stack.named('apim-orders-api').id);
  });

  it('puts the URL of every MCP server and what azd needs into its outputs', () => {
    const origin = `https://${String(stack.named('apim').inputs.serviceName)}.azure-api.net`;

    expect(stack.outputs).toEqual({
      APIM_GATEWAY_URL: origin,
      APIM_SUBSCRIPTION_KEY: HIDDEN,
      ORDERS_API_KEY: HIDDEN,
      ...mcpUrlOutputs(gateway, (server) => origin + mcpServerPath(server)),
      AZURE_RESOURCE_GROUP: stack.named('group').inputs.resourceGroupName,
      AZURE_LOCATION: 'japaneast',
      AZURE_TENANT_ID: expect.stringMatching(/^[0-9a-f-]{36}$/),
      MENU_SITE_NAME: stack.named('menu').inputs.name,
      ORDERS_SITE_NAME: stack.named('orders').inputs.name,
      FUNCTION_ACCESS: 'functionAccess' in given ? given.functionAccess : 'gateway',
    });
  });
});

function roleName(definitionId: unknown): string {
  const prefix = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/`;
  const found = Object.entries(roles).find(([, id]) => definitionId === `${prefix}${id}`);
  return found?.[0] ?? `unknown role ${String(definitionId)}`;
}

/** The secrets that the predicted Azure and the predicted random provider gave out. */
function secretKeys(stack: DeclaredStack): string[] {
  return [ordersKeyValue, secretValue].map((name) => String(stack.revealed(name).value));
}
