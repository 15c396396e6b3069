import { tools } from '../../functions/menu/tools';
import { gateway } from '../../gateway';
import { mcpServerPath } from '../../gateway/model';
import { mcpUrlOutputs, type McpUrlOutput } from '../../gateway/outputs';

/** The path of each MCP server on the gateway, by the output that holds its URL. */
export const serverPaths = mcpUrlOutputs(gateway, mcpServerPath);

export const servers = Object.keys(serverPaths) as McpUrlOutput[];

/** The tools of each MCP server. A server that is not listed here does not compile. */
export const toolNames: Readonly<Record<McpUrlOutput, readonly string[]>> = {
  MENU_MCP_URL: tools.map(({ name }) => name),
  ORDERS_MCP_URL: gateway.mcpServers.orders.tools.map(({ operationId }) => operationId),
};
