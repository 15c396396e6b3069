import { skus } from '../config/skus';

/**
 * Typical minutes to create a resource. API Management: "Create an API Management instance" in Microsoft's documentation
 * says 30 to 40 minutes for the classic tiers; for the v2 tiers, rukasakurai/apim-mcp-containerapps reports 10 to 30 where
 * most samples see 5 to 10. The others are rough: none takes long enough to change what a deployment waits for.
 */
const minutes: Readonly<Record<string, number>> = {
  'Microsoft.ApiManagement/service/apis': 0.4,
  'Microsoft.Web/sites': 1,
  'Microsoft.Storage/storageAccounts': 0.5,
  'Microsoft.OperationalInsights/workspaces': 0.6,
  'Microsoft.Insights/components': 0.3,
  'Microsoft.Authorization/roleAssignments': 0.3,
  'Microsoft.Web/serverfarms': 0.3,
  'Microsoft.Resources/deployments': 0.4,
};

const A_MOMENT = 0.1;

export function minutesFor(type: string, inputs: Readonly<Record<string, unknown>>): number {
  if (type !== 'Microsoft.ApiManagement/service') return minutes[type] ?? A_MOMENT;
  const name = JSON.stringify(inputs.sku);
  const classic = Object.entries(skus).some(
    ([sku, { dedicatedAddress }]) => dedicatedAddress && name.includes(`"${sku}"`),
  );
  return classic ? 35 : 8;
}
