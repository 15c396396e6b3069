import { Product } from '@pulumi/azure-native/apimanagement';
import { Resource } from '@pulumi/azure-native/resources';
import * as pulumi from '@pulumi/pulumi';
import type { Gateway } from '../../gateway/model';
import { MCP_API_VERSION, type PublishedMcpServer } from './mcpServers';
import type { Service } from './service';

/** What agents subscribe to. A product that asks for no subscription must not speak of approval either. */
export function createProduct(service: Service, { product }: Gateway, subscriptionRequired: boolean): Product {
  const { name, displayName, description } = product;
  return new Product(
    `${service.name}-${name}-product`,
    {
      ...service.at,
      productId: name,
      displayName,
      description,
      state: 'published',
      subscriptionRequired,
      ...(subscriptionRequired && { approvalRequired: false }),
    },
    service.options,
  );
}

/**
 * Puts MCP servers into a product, one after another: a product cannot be edited twice at a time (412, see
 * hashicorp/terraform-provider-azurerm#24942). Through the version of ARM's API that knows MCP servers.
 */
export function addToProduct(service: Service, product: Product, servers: readonly PublishedMcpServer[]): void {
  let previous: pulumi.Resource = product;
  for (const { apiName, resource } of servers) {
    previous = new Resource(
      `${service.name}-${apiName}-in-product`,
      {
        apiVersion: MCP_API_VERSION,
        resourceGroupName: service.at.resourceGroupName,
        resourceProviderNamespace: 'Microsoft.ApiManagement',
        parentResourcePath: pulumi.interpolate`service/${service.at.serviceName}/products/${product.name}`,
        resourceType: 'apiLinks',
        resourceName: apiName,
        properties: { apiId: resource.id },
      },
      { ...service.options, dependsOn: previous },
    );
  }
}
