import { closed, flag, idOf, identity, placed, text } from './shapes';

const action = { enum: ['Allow', 'Deny'] };

const accessRestrictions = {
  ipSecurityRestrictions: {
    type: 'array',
    items: closed({
      name: text,
      ipAddress: { type: 'string', pattern: '^\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2}$' },
      action,
      priority: { type: 'integer', minimum: 1 },
    }),
  },
  ipSecurityRestrictionsDefaultAction: action,
  scmIpSecurityRestrictionsUseMain: flag,
  scmIpSecurityRestrictionsDefaultAction: action,
};

/** Flex Consumption has its own way for what these settings say ("Deprecated properties and settings" of the plan's page). */
const settingName = { type: 'string', pattern: '^(?!FUNCTIONS_|WEBSITE_|SCM_DO_BUILD_|ENABLE_ORYX_|TZ$).' };

/** The settings of `siteConfig` that Flex Consumption accepts, and no others. */
const siteConfig = closed(
  {
    minTlsVersion: { enum: ['1.2', '1.3'] },
    appSettings: { type: 'array', items: closed({ name: settingName, value: { type: 'string' } }) },
    ...accessRestrictions,
  },
  ['minTlsVersion', 'appSettings', 'ipSecurityRestrictionsDefaultAction'],
);

const functionAppConfig = closed({
  deployment: closed({
    storage: closed({
      type: { const: 'blobContainer' },
      value: { type: 'string', pattern: '^https://[^/]+/[^/]+$' },
      authentication: closed({
        type: { const: 'UserAssignedIdentity' },
        userAssignedIdentityResourceId: idOf('Microsoft.ManagedIdentity/userAssignedIdentities'),
      }),
    }),
  }),
  runtime: closed({ name: { const: 'node' }, version: { enum: ['22', '24'] } }),
  scaleAndConcurrency: closed({
    instanceMemoryMB: { enum: [512, 2048, 4096] },
    maximumInstanceCount: { type: 'integer', minimum: 1, maximum: 1000 },
  }),
  siteUpdateStrategy: closed({ type: { enum: ['Recreate', 'RollingUpdate'] } }),
});

const site = closed({
  ...placed,
  kind: { const: 'functionapp,linux' },
  identity,
  properties: closed(
    {
      serverFarmId: idOf('Microsoft.Web/serverfarms'),
      httpsOnly: { const: true },
      functionAppConfig,
      siteConfig,
      // Defaults that the typed class adds to every site, all of them "off".
      hyperV: { const: false },
      isXenon: { const: false },
      scmSiteAlsoStopped: { const: false },
      clientAffinityEnabled: { const: false },
    },
    ['serverFarmId', 'httpsOnly', 'functionAppConfig', 'siteConfig'],
  ),
});

const plan = closed({
  ...placed,
  kind: { const: 'functionapp' },
  sku: closed({ name: { const: 'FC1' }, tier: { const: 'FlexConsumption' } }),
  properties: closed({ reserved: { const: true } }),
});

/** Of a function app on a plan of type Flex Consumption. */
export const web = {
  'Microsoft.Web/serverfarms': plan,
  'Microsoft.Web/sites': site,
  'Microsoft.Web/sites/config': closed({ properties: closed(accessRestrictions) }),
  'Microsoft.Web/sites/basicPublishingCredentialsPolicies': closed({ properties: closed({ allow: flag }) }),
};
