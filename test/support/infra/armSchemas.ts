import type { Schema } from 'ajv';

/**
 * The bodies that ARM takes, as far as this stack uses them, written from its reference ("Azure resource reference" and
 * the REST API specifications of Microsoft.ApiManagement and Microsoft.Web) and, for `backendId` and `mcpTools`, which no
 * published schema has, from what Azure-Samples/AI-Gateway deploys. Nothing else is let through, so that a misspelt
 * property fails here and not after half an hour.
 */
const text = { type: 'string', minLength: 1 };
const flag = { type: 'boolean' };
const tags = { type: 'object', additionalProperties: text, required: ['azd-env-name'] };

function body(properties: Record<string, unknown>, required: readonly string[] = Object.keys(properties)): object {
  return { type: 'object', additionalProperties: false, required, properties };
}

const operationId = {
  type: 'string',
  pattern:
    '^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft.ApiManagement/service/[^/]+/apis/[^/]+/operations/[^/]+$',
};

/** An MCP API has a backend or tools: exactly one of them. */
const mcpApi = {
  ...body(
    {
      type: { const: 'mcp' },
      path: { type: 'string', pattern: '^[^/].{0,398}[^/]$' },
      displayName: { type: 'string', minLength: 1, maxLength: 300 },
      // API Management has refused longer descriptions.
      description: { type: 'string', minLength: 1, maxLength: 1000 },
      protocols: { const: ['https'] },
      subscriptionRequired: flag,
      backendId: { type: 'string', pattern: '^[A-Za-z0-9-]{1,80}$' },
      mcpTools: {
        type: 'array',
        minItems: 1,
        items: body({
          name: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,80}$' },
          description: { type: 'string', minLength: 1, maxLength: 1000 },
          operationId,
        }),
      },
    },
    ['type', 'path', 'displayName', 'description', 'protocols', 'subscriptionRequired'],
  ),
  oneOf: [{ required: ['backendId'] }, { required: ['mcpTools'] }],
};

const restApi = body({
  path: text,
  displayName: { type: 'string', minLength: 1, maxLength: 300 },
  description: text,
  protocols: { const: ['https'] },
  serviceUrl: { type: 'string', pattern: '^https://', maxLength: 2000 },
  format: { const: 'openapi+json' },
  value: text,
  subscriptionRequired: { const: true },
  subscriptionKeyParameterNames: body({ header: text, query: text }),
});

const policy = body({ format: { const: 'rawxml' }, value: { type: 'string', pattern: '<policies>' } });

const backend = body({
  url: { type: 'string', pattern: '^https://[^?]+[^/?]$' },
  protocol: { const: 'http' },
  tls: body({ validateCertificateChain: { const: true }, validateCertificateName: { const: true } }),
});

const ipRule = body({ name: text, ipAddress: text, action: { const: 'Allow' }, priority: { type: 'integer' } });

/** The settings of `siteConfig` that Flex Consumption accepts, and no others. */
const flexSiteConfig = body(
  {
    minTlsVersion: { enum: ['1.2', '1.3'] },
    appSettings: { type: 'array', items: body({ name: text, value: { type: 'string' } }) },
    ipSecurityRestrictions: { type: 'array', items: ipRule },
    ipSecurityRestrictionsDefaultAction: { enum: ['Allow', 'Deny'] },
    scmIpSecurityRestrictionsUseMain: flag,
    scmIpSecurityRestrictionsDefaultAction: { enum: ['Allow', 'Deny'] },
  },
  ['minTlsVersion', 'appSettings', 'ipSecurityRestrictionsDefaultAction'],
);

const flexSite = body({
  location: text,
  tags,
  kind: { const: 'functionapp,linux' },
  identity: body({
    type: { const: 'UserAssigned' },
    userAssignedIdentities: { type: 'array', minItems: 1, items: text },
  }),
  properties: body(
    {
      serverFarmId: text,
      httpsOnly: { const: true },
      functionAppConfig: body({
        deployment: body({
          storage: body({
            type: { const: 'blobContainer' },
            value: { type: 'string', pattern: '^https://[^/]+/[^/]+$' },
            authentication: body({
              type: { const: 'UserAssignedIdentity' },
              userAssignedIdentityResourceId: text,
            }),
          }),
        }),
        runtime: body({ name: { const: 'node' }, version: { enum: ['22', '24'] } }),
        scaleAndConcurrency: body({
          instanceMemoryMB: { enum: [512, 2048, 4096] },
          maximumInstanceCount: { type: 'integer', minimum: 1, maximum: 1000 },
        }),
        siteUpdateStrategy: body({ type: { enum: ['Recreate', 'RollingUpdate'] } }),
      }),
      siteConfig: flexSiteConfig,
      // Defaults that the typed class adds to every site, all of them "off".
      hyperV: { const: false },
      isXenon: { const: false },
      scmSiteAlsoStopped: { const: false },
      clientAffinityEnabled: { const: false },
      reserved: flag,
    },
    ['serverFarmId', 'httpsOnly', 'functionAppConfig', 'siteConfig'],
  ),
});

const flexPlan = body({
  location: text,
  tags,
  kind: { const: 'functionapp' },
  sku: body({ name: { const: 'FC1' }, tier: { const: 'FlexConsumption' } }),
  properties: body({ reserved: { const: true } }),
});

/** By ARM type; the two kinds of API are told apart by their `type`. */
export const armSchemas: Readonly<Record<string, Schema>> = {
  'Microsoft.ApiManagement/service/apis': {
    if: { properties: { properties: { required: ['type'] } } },
    then: body({ properties: mcpApi }),
    else: body({ properties: restApi }),
  },
  'Microsoft.ApiManagement/service/products/apiLinks': body({ properties: body({ apiId: text }) }),
  'Microsoft.ApiManagement/service/backends': body({ properties: backend }),
  'Microsoft.ApiManagement/service/policies': body({ properties: policy }),
  'Microsoft.ApiManagement/service/apis/policies': body({ properties: policy }),
  'Microsoft.Web/serverfarms': flexPlan,
  'Microsoft.Web/sites': flexSite,
};
