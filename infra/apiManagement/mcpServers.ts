import type { Api, Backend, Product } from '@pulumi/azure-native/apimanagement';
import type { Deployment } from '@pulumi/azure-native/resources';
import * as pulumi from '@pulumi/pulumi';
import {
  type Gateway,
  isPassthrough,
  mcpApiName,
  type McpServer,
  type RestApi,
  type RestToolsServer,
} from '../../gateway/model';
import { deployTemplate, type TemplateResource } from '../template';
import type { PublishedApi } from './publishedApi';
import type { Service } from './service';

/**
 * The version of ARM's API that the portal and most public samples declare MCP servers with. Neither it nor any other
 * has a published schema that knows `backendId` and `mcpTools`, and azure-native's classes send what their schema knows.
 */
export const MCP_API_VERSION = '2024-06-01-preview';

interface Targets {
  backends: Readonly<Record<string, Backend>>;
  restApis: readonly PublishedApi<RestApi, Api>[];
  product: Product;
  subscriptionRequired: boolean;
}

/**
 * Declares every MCP server of the definition and puts it into the product, in one template: azure-native's generic
 * resource would ask whether they exist through a version of ARM's API that API Management does not have.
 */
export function createMcpServers(
  service: Service,
  gateway: Gateway,
  targets: Targets,
): PublishedApi<McpServer, Deployment>[] {
  const servers = Object.entries(gateway.mcpServers).map(([row, definition]) => ({
    row,
    apiName: mcpApiName(row),
    definition,
  }));
  const properties = servers.map((server) => propertiesOf(server, targets));
  const resources = pulumi
    .all([service.at.serviceName, service.resource.id, targets.product.name, pulumi.output(properties)])
    .apply(([serviceName, serviceId, product, all]) => {
      const apis = servers.map(({ apiName }, index) => ({
        type: 'Microsoft.ApiManagement/service/apis',
        apiVersion: MCP_API_VERSION,
        name: `${serviceName}/${apiName}`,
        properties: all[index] ?? {},
      }));
      const links: TemplateResource[] = servers.map(({ apiName }) => ({
        type: 'Microsoft.ApiManagement/service/products/apiLinks',
        apiVersion: MCP_API_VERSION,
        name: `${serviceName}/${product}/${apiName}`,
        properties: { apiId: `${serviceId}/apis/${apiName}` },
      }));
      // A product cannot be edited twice at a time (412, see hashicorp/terraform-provider-azurerm#24942).
      return [...apis, ...links.map((link, index) => ({ ...link, after: [...apis, ...links.slice(0, index)] }))];
    });
  const deployment = deployTemplate(
    `${service.name}-mcp-servers`,
    { deploymentName: 'mcp-servers', resourceGroupName: service.at.resourceGroupName, resources },
    { parent: service.parent },
  );
  return servers.map((server) => ({ ...server, resource: deployment }));
}

/** An MCP server has a backend or tools, never both. */
function propertiesOf({ row, definition }: { row: string; definition: McpServer }, targets: Targets) {
  const { path, displayName, description } = definition;
  return {
    type: 'mcp',
    path,
    displayName,
    description,
    protocols: ['https'],
    subscriptionRequired: targets.subscriptionRequired,
    ...(isPassthrough(definition) ? { backendId: targets.backends[row]?.name } : toolsOf(definition, targets)),
  };
}

/** An operation goes by its full id. */
function toolsOf({ api, tools }: RestToolsServer, { restApis }: Targets) {
  const source = restApis.find(({ row }) => row === api);
  if (!source) throw new Error(`The gateway's definition offers tools of the REST API ${api}, which it does not have.`);
  const { resource } = source;
  return {
    mcpTools: tools.map(({ operationId, description }) => ({
      name: operationId,
      description,
      operationId: pulumi.interpolate`${resource.id}/operations/${operationId}`,
    })),
  };
}
