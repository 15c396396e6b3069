import { closed, flag, identity, placed, upTo } from './shapes';

/** Most units of one region ("API Management gateway tiers" and "Upgrade and scale" in Microsoft's documentation). */
const classicTiers = { Developer: 1, Basic: 2, Standard: 4, Premium: 12 };
const v2Tiers = { BasicV2: 10, StandardV2: 10, PremiumV2: 30 };

/** EnableClientCertificateCannotBeChangedForSku: see pulumi/pulumi-azure-native#1741. */
const classicRefusals = { enableClientCertificate: { const: true } };

/** The tiers that can be MCP servers, each with what it refuses of what the others take. */
const tiers = [
  ...Object.entries(classicTiers).map(([name, units]) => ({ name, units, refusals: classicRefusals })),
  ...Object.entries(v2Tiers).map(([name, units]) => ({ name, units, refusals: {} })),
];

const properties = closed(
  {
    publisherEmail: upTo(100),
    publisherName: upTo(100),
    developerPortalStatus: { enum: ['Disabled', 'Enabled'] },
    // The v2 tiers never had it, and the others lost it in October 2023.
    legacyPortalStatus: { const: 'Disabled' },
    enableClientCertificate: flag,
    // The rest would ask for several regions, a network or a deleted service to bring back, none of which this stack has.
    disableGateway: { const: false },
    natGatewayState: { const: 'Disabled' },
    restore: { const: false },
    virtualNetworkType: { const: 'None' },
  },
  ['publisherEmail', 'publisherName', 'developerPortalStatus', 'legacyPortalStatus'],
);

/** `Microsoft.ApiManagement/service`, as the tier that its body names takes it. */
export const service = {
  ...closed({
    ...placed,
    identity,
    sku: closed({
      name: { enum: tiers.map(({ name }) => name) },
      capacity: { type: 'integer', minimum: 1 },
    }),
    properties,
  }),
  allOf: tiers.map(({ name, units, refusals }) => ({
    if: { properties: { sku: { properties: { name: { const: name } } } } },
    then: {
      properties: { sku: { properties: { capacity: { maximum: units } } }, properties: { properties: refusals } },
    },
  })),
};
