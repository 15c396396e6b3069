import { Provider } from '@pulumi/azure-native/provider';
import { ResourceGroup } from '@pulumi/azure-native/resources';
import * as pulumi from '@pulumi/pulumi';
import type { AzureSettings } from '../functions/orders/config';
import type { AppName } from '../gateway';
import { type Gateway, mcpServerPath } from '../gateway/model';
import { apiKeyOutputs, mcpUrlOutputs, type Outputs } from '../gateway/outputs';
import { ApiManagement } from './apiManagement';
import type { Config } from './config/settings';
import { FunctionApp } from './functionApp';
import { admitOnly } from './functionApp/access';
import { createGatewaySecret, settingsWith } from './gatewaySecret';
import { Monitoring } from './monitoring';
import { namesFor } from './names';
import { Storage } from './storage';

/** What azd needs besides {@link Outputs}, where the apps are, and whom they answer. */
type AzureOutput =
  'AZURE_RESOURCE_GROUP' | 'AZURE_LOCATION' | 'AZURE_TENANT_ID' | `${Uppercase<AppName>}_SITE_NAME` | 'FUNCTION_ACCESS';

type StackOutputs = Record<keyof Outputs | AzureOutput, pulumi.Output<string>>;

/**
 * The whole stack, as a list of its parts.
 *
 * @throws when the gateway's definition contradicts itself.
 */
export function declareStack(config: Config, gateway: Gateway): StackOutputs {
  const { environmentName, location, subscriptionId, functionAccess, keepOrders } = config;
  const names = namesFor(config);
  const tags = { 'azd-env-name': environmentName };
  // An explicit provider, so that the stack lands in the configured subscription whatever the machine is logged in to.
  const provider = new Provider('azure', { subscriptionId, location });
  const group = new ResourceGroup('group', { resourceGroupName: names.resourceGroup, location, tags }, { provider });
  const place = { subscriptionId, resourceGroupName: group.name, location, tags, names };

  const gatewaySecret = functionAccess === 'anonymous' ? undefined : createGatewaySecret('gateway-secret');
  const secretSettings = settingsWith(gatewaySecret);

  const monitoring = new Monitoring('monitoring', { place }, { provider });
  const shared = { place, config, monitoring };

  const menuStorage = new Storage('menu-storage', { place, app: 'menu', protect: false }, { provider });
  const menu = new FunctionApp(
    'menu',
    // The MCP extension keeps a queue between instances.
    { ...shared, app: 'menu', storage: menuStorage, grants: [menuStorage.queues], settings: () => secretSettings },
    { provider },
  );

  const ordersStorage = new Storage('orders-storage', { place, app: 'orders', protect: keepOrders }, { provider });
  const ordersTable = ordersStorage.createTable('orders');
  const orders = new FunctionApp(
    'orders',
    {
      ...shared,
      app: 'orders',
      storage: ordersStorage,
      grants: [ordersStorage.tableAccess(ordersTable)],
      settings: ({ clientId }) => ({
        ...secretSettings,
        // By their type, every other setting that the app reads in Azure.
        ...({
          ORDERS_TABLE: ordersTable.name,
          ORDERS_TABLE_ENDPOINT: ordersStorage.tableEndpoint,
          AZURE_CLIENT_ID: clientId,
        } satisfies Record<keyof AzureSettings, pulumi.Input<string>>),
      }),
    },
    { provider },
  );

  const origins = { menu: menu.origin, orders: orders.origin };
  const apim = new ApiManagement('apim', { place, config, gateway, gatewaySecret, origins, monitoring }, { provider });

  if (functionAccess === 'locked') {
    for (const app of [menu, orders]) admitOnly(apim.addresses, { app, place }, { provider });
  }

  return {
    APIM_GATEWAY_URL: apim.gatewayUrl,
    APIM_SUBSCRIPTION_KEY: apim.subscriptionKey,
    ...apiKeyOutputs(apim.apiKeys),
    ...mcpUrlOutputs(gateway, (server) => pulumi.interpolate`${apim.gatewayUrl}${mcpServerPath(server)}`),
    AZURE_RESOURCE_GROUP: group.name,
    AZURE_LOCATION: pulumi.output(location),
    AZURE_TENANT_ID: menu.tenantId,
    MENU_SITE_NAME: menu.siteName,
    ORDERS_SITE_NAME: orders.siteName,
    FUNCTION_ACCESS: pulumi.output(functionAccess),
  };
}
