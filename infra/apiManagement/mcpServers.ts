import type { Api, Backend } from '@pulumi/azure-native/apimanagement';
import { Resource } from '@pulumi/azure-native/resources';
import * as pulumi from '@pulumi/pulumi';
import {
  type Gateway,
  isPassthrough,
  mcpApiName,
  type McpServer,
  type RestApi,
  type RestToolsServer,
} from '../../gateway/model';
import type { PublishedApi } from './publishedApi';
import type { Service } from './service';

/**
 * The version of ARM's API through which MCP servers are declared: the first that documents them. The typed classes of
 * azure-native cannot send `backendId` or `mcpTools`, whatever their version: they drop what their schema does not know,
 * and no published schema knows these two. The generic resource sends what it is given.
 */
export const MCP_API_VERSION = '2025-09-01-preview';

interface Targets {
  backends: Readonly<Record<string, Backend>>;
  restApis: readonly PublishedApi<RestApi, Api>[];
  subscriptionRequired: boolean;
}

export type PublishedMcpServer = PublishedApi<McpServer, Resource>;

/** Declares every MCP server of the definition: with a backend or with tools, never both. */
export function createMcpServers(service: Service, gateway: Gateway, targets: Targets): PublishedMcpServer[] {
  return Object.entries(gateway.mcpServers).map(([row, definition]) => {
    const apiName = mcpApiName(row);
    const target = isPassthrough(definition)
      ? { backendId: targets.backends[row]?.name }
      : toolsOf(definition, targets);
    const { path, displayName, description } = definition;
    const resource = new Resource(
      `${service.name}-${apiName}`,
      {
        apiVersion: MCP_API_VERSION,
        resourceGroupName: service.at.resourceGroupName,
        resourceProviderNamespace: 'Microsoft.ApiManagement',
        parentResourcePath: pulumi.interpolate`service/${service.at.serviceName}`,
        resourceType: 'apis',
        resourceName: apiName,
        properties: {
          type: 'mcp',
          path,
          displayName,
          description,
          protocols: ['https'],
          subscriptionRequired: targets.subscriptionRequired,
          ...target,
        },
      },
      service.options,
    );
    return { row, apiName, definition, resource };
  });
}

/**
 * An operation goes by its full id. It must exist before the tool that calls it and outlive it: both follow from the
 * tool's use of the API's id.
 */
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
