import type { UserAssignedIdentity } from '@pulumi/azure-native/managedidentity';
import { Provider } from '@pulumi/azure-native/provider';
import { ResourceGroup } from '@pulumi/azure-native/resources';
import * as pulumi from '@pulumi/pulumi';
import type { AzureSettings } from '../functions/orders/config';
import type { AppName } from '../gateway';
import { type Gateway, mcpServerPath } from '../gateway/model';
import { mcpUrlOutputs, type Outputs } from '../gateway/outputs';
import { ApiManagement } from './apiManagement';
import type { Config } from './config/settings';
import { FunctionApp } from './functionApp';
import { admitOnly } from './functionApp/access';
import { Monitoring } from './monitoring';
import { namesFor } from './names';
import { Storage } from './storage';

/** What azd needs besides {@link Outputs}, and where the apps are. */
type AzureOutput = 'AZURE_RESOURCE_GROUP' | 'AZURE_LOCATION' | 'AZURE_TENANT_ID' | `${Uppercase<AppName>}_SITE_NAME`;

type StackOutputs = Record<keyof Outputs | AzureOutput, pulumi.Output<string>>;

/**
 * The whole stack, as a list of its parts.
 *
 * @throws when the gateway's definition contradicts itself.
 */
export function declareStack(config: Config, gateway: Gateway): StackOutputs {
  const { environmentName, location, subscriptionId, functionAccess } = config;
  const names = namesFor(config);
  const tags = { 'azd-env-name': environmentName };
  // An explicit provider, so that the stack lands in the configured subscription whatever the machine is logged in to.
  const provider = new Provider('azure', { subscriptionId, location });
  const group = new ResourceGroup('group', { resourceGroupName: names.resourceGroup, location, tags }, { provider });
  const place = { subscriptionId, resourceGroupName: group.name, location, tags, names };

  const storage = new Storage('storage', { place }, { provider });
  const monitoring = new Monitoring('monitoring', { place }, { provider });
  const shared = { place, config, storage, monitoring };

  const menu = new FunctionApp(
    'menu',
    // The MCP extension keeps a queue between instances.
    { ...shared, app: 'menu', grants: [storage.queues], settings: () => ({}) },
    { provider },
  );
  const orders = new FunctionApp(
    'orders',
    { ...shared, app: 'orders', grants: [storage.orders], settings: (identity) => ordersSettings(storage, identity) },
    { provider },
  );

  const origins = { menu: menu.origin, orders: orders.origin };
  const apim = new ApiManagement('apim', { place, config, gateway, origins, monitoring }, { provider });

  if (functionAccess === 'locked') {
    for (const app of [menu, orders]) admitOnly(apim.addresses, { app, place }, { provider });
  }

  return {
    APIM_GATEWAY_URL: apim.gatewayUrl,
    APIM_SUBSCRIPTION_KEY: apim.subscriptionKey,
    ...mcpUrlOutputs(gateway, (server) => pulumi.interpolate`${apim.gatewayUrl}${mcpServerPath(server)}`),
    AZURE_RESOURCE_GROUP: group.name,
    AZURE_LOCATION: pulumi.output(location),
    AZURE_TENANT_ID: menu.tenantId,
    MENU_SITE_NAME: menu.siteName,
    ORDERS_SITE_NAME: orders.siteName,
  };
}

/** By their type, every setting that the app reads in Azure. */
function ordersSettings(storage: Storage, identity: UserAssignedIdentity) {
  return {
    ORDERS_TABLE: storage.ordersTable.name,
    ORDERS_TABLE_ENDPOINT: storage.tableEndpoint,
    AZURE_CLIENT_ID: identity.clientId,
  } satisfies Record<keyof AzureSettings, pulumi.Input<string>>;
}
