import { type SkuName, skuNames, skus } from '../../infra/config/skus';
import type { PlannedResource } from '../../infra/plan/graph';
import type { Properties } from '../../infra/plan/predictedAzure';
import { mistakesOf, toBody } from '../support/infra/armBody';
import { armSchemas } from '../support/infra/armSchemas';
import { objectsIn, type Path, withChange } from '../support/infra/bodyPaths';
import { declare, type DeclaredStack } from '../support/infra/program';

const SERVICE = 'Microsoft.ApiManagement/service';
const notTaken = 'must NOT have additional properties';
const notListed = 'must be equal to one of the allowed values';
const notConstant = 'must be equal to constant';
const unlike = 'must match pattern';

const certificatesOff = { at: ['properties', 'enableClientCertificate'], value: false };

describe('the schemas of what is sent to ARM', () => {
  let stack: DeclaredStack;
  beforeAll(async () => {
    stack = await declare({ sku: 'Developer', functionAccess: 'locked' });
  });

  function bodyOf({ name, type, deployment }: PlannedResource): Properties {
    const inputs = stack.revealed(name);
    return deployment === undefined ? toBody(type, inputs) : { properties: inputs };
  }

  function serviceOf(sku: SkuName, change: { at: Path; value: unknown }): unknown {
    const service = withChange(bodyOf(stack.named('apim')), ['sku', 'name'], sku);
    return withChange(service, change.at, change.value);
  }

  it.each(Object.keys(armSchemas))('refuse %s with one more property, wherever it is', (type) => {
    const bodies = stack.ofType(type).map(bodyOf);

    const taken = bodies.flatMap((body) =>
      objectsIn(body).filter((path) => mistakesOf(type, withChange(body, [...path, 'propertees'], true)).length === 0),
    );

    expect(bodies).not.toHaveLength(0);
    expect(taken).toEqual([]);
  });

  it.each([
    ['apim', 'sku/name', notListed, 'Consumption'],
    ['apim', 'properties/legacyPortalStatus', notConstant, 'Enabled'],
    ['apim', 'properties/virtualNetworkType', notConstant, 'External'],
    ['apim', 'identity/userAssignedIdentities', 'must be object', ['/id']],
    ['apim-orders-api', 'properties/format', notConstant, 'openapi-link'],
    ['apim-orders-api', 'properties/path', 'must NOT have more than 400 characters', 'a'.repeat(401)],
    ['apim-orders-api', 'properties/subscriptionRequired', notConstant, false],
    ['apim-mcp-servers/menu-mcp', 'properties/path', unlike, '/menu'],
    ['apim-mcp-servers/menu-mcp', 'properties/backendId', "must have required property 'backendId'", undefined],
    ['apim-mcp-servers/menu-mcp', 'properties/mcpProperties', notTaken, {}],
    ['apim-mcp-servers/orders-mcp', 'properties/backendId', 'must match exactly one schema', 'menu'],
    ['apim-mcp-servers/orders-mcp', 'properties/mcpTools/0/operationId', unlike, '/apis/orders/operations/getOrder'],
    ['apim-mcp-servers/orders-mcp', 'properties/mcpTools/0/name', unlike, 'get order'],
    ['apim-mcp-servers/agents/menu-mcp', 'properties/apiId', unlike, '/apis/menu-mcp'],
    ['apim-menu-backend', 'properties/credentials/header', unlike, { Key: ['k3y'] }],
    ['apim-agents-product', 'properties/subscriptionRequired', 'boolean schema is false', false],
    ['apim-agents-subscription', 'properties/state', notListed, 'Active'],
    ['apim-agents-subscription', 'properties/scope', unlike, '/products/agents'],
    ['apim-agents-subscription', 'properties/displayName', 'must NOT have more than 100 characters', 'a'.repeat(101)],
    ['apim-value-backend-timeout', 'properties/displayName', unlike, 'backend timeout'],
    ['apim-value-backend-timeout', 'properties/value', unlike, ' '],
    ['apim-value-backend-timeout', 'properties/value', 'must NOT have more than 4096 characters', 'a'.repeat(4097)],
    ['apim-application-insights', 'properties/credentials/identityClientId', unlike, 'id-apim'],
    ['apim-application-insights', 'properties/resourceId', unlike, 'appi'],
    ['apim-orders-backend', 'properties/url', unlike, 'http://plain'],
    ['apim-orders-diagnostic', 'properties/frontend/request/body/bytes', 'must be <= 8192', 8193],
    ['apim-orders-diagnostic', 'properties/backend/response/body/bytes', 'must be >= 0', -1],
    ['apim-orders-diagnostic', 'properties/frontend/request/dataMasking/queryParams/0/mode', notListed, 'hide'],
    ['apim-orders-diagnostic', 'properties/sampling/percentage', 'must be <= 100', 101],
    ['apim-orders-policy', 'properties/format', notConstant, 'xml-link'],
    ['apim-logs', 'properties/logs/0', notTaken, { category: 'GatewayMCPLogs', enabled: true }],
    ['menu-plan', 'sku/name', notConstant, 'B1'],
    ['menu-plan', 'properties/reserved', notConstant, false],
    ['menu', 'properties/siteConfig/ftpsState', notTaken, 'Disabled'],
    ['menu', 'properties/siteConfig/appSettings/0/name', unlike, 'FUNCTIONS_WORKER_RUNTIME'],
    ['menu', 'properties/functionAppConfig/runtime/version', notListed, '20'],
    ['menu', 'properties/functionAppConfig/scaleAndConcurrency/instanceMemoryMB', notListed, 1024],
    ['menu', 'properties/functionAppConfig/scaleAndConcurrency/maximumInstanceCount', 'must be <= 1000', 1001],
    ['menu', 'identity/userAssignedIdentities', 'must be object', ['/id']],
    ['menu-access/web', 'properties/ipSecurityRestrictions/0/ipAddress', unlike, '203.0.113.10'],
    ['menu-scm', 'properties/allow', 'must be boolean', 'no'],
    ['menu-storage', 'properties/enableHttpsTrafficOnly', notTaken, true],
    ['menu-storage', 'properties/minimumTlsVersion', notListed, '1.2'],
    ['menu-storage', 'kind', notConstant, 'BlobStorage'],
    ['menu-storage-deployment', 'properties/publicAccess', notListed, 'none'],
    ['orders-storage-orders', 'properties', notTaken, {}],
    ['monitoring-workspace', 'sku', notTaken, { name: 'PerGB2018' }],
    ['monitoring-workspace', 'properties/retentionInDays', 'must be >= 30', 7],
    ['monitoring-application-insights', 'properties/applicationType', notTaken, 'web'],
    ['monitoring-application-insights', 'properties/WorkspaceResourceId', unlike, 'log'],
    ['menu-identity', 'location', "must have required property 'location'", undefined],
    ['menu-may-host', 'properties/roleDefinitionId', unlike, 'Reader'],
    ['menu-access', 'properties/mode', notConstant, 'Complete'],
    ['menu-access', 'properties/template/resources/0/apiVersion', unlike, 'latest'],
    ['group', 'tags', "must have required property 'azd-env-name'", {}],
  ])('refuse %s, changed at %s: %s', (name, path, mistake, value) => {
    const resource = stack.named(name);

    const mistakes = mistakesOf(resource.type, withChange(bodyOf(resource), path.split('/'), value));

    expect(mistakes).toContainEqual(expect.stringContaining(mistake));
  });

  it.each(skuNames)('refuse %s one unit more than the tier has', (sku) => {
    const { maximumUnits } = skus[sku];
    const withUnits = (value: number) => serviceOf(sku, { at: ['sku', 'capacity'], value });

    expect(mistakesOf(SERVICE, withUnits(maximumUnits))).toEqual([]);
    expect(mistakesOf(SERVICE, withUnits(maximumUnits + 1))).toContainEqual(
      expect.stringContaining(`/sku/capacity must be <= ${maximumUnits}`),
    );
  });

  it.each(['Developer', 'Basic', 'Standard', 'Premium'] as const)(
    'refuse %s that client certificates are off',
    (sku) => {
      expect(mistakesOf(SERVICE, serviceOf(sku, certificatesOff))).toContainEqual(
        expect.stringContaining('/properties/enableClientCertificate must be equal to constant'),
      );
    },
  );

  it.each(['BasicV2', 'StandardV2', 'PremiumV2'] as const)('let %s be told that client certificates are off', (sku) => {
    expect(mistakesOf(SERVICE, serviceOf(sku, certificatesOff))).toEqual([]);
  });
});
