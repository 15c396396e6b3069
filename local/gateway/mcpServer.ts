import { isPassthrough, type McpServer, type RestToolsServer } from '../../infra/gateway';
import { StartFailure } from '../startFailure';
import { keyHeader, keyQuery, notFound } from './answer';
import type { Api, Parts } from './api';
import { backendNamed } from './backend';
import { createEndpoint } from './mcp/endpoint';
import { nameOperation } from './mcp/operationName';
import { compileTool, type Tool } from './mcp/tool';
import { forward } from './passthrough';
import type { CompiledRestApi } from './restApi';

/** An MCP server: an existing one behind the gateway, or operations of one of the REST APIs as tools. */
export function compileMcpServer(
  name: string,
  row: McpServer,
  { parts, restApis }: { parts: Parts; restApis: readonly CompiledRestApi[] },
): Api {
  const policy = parts.compile(row.policy);
  const key = parts.subscriptionRequired ? { header: keyHeader, query: keyQuery } : undefined;
  const api = { name, path: `/${row.path}`, key, policy };
  if (!isPassthrough(row)) return { ...api, hidden: ['authorization'], serve: serveTools(row, parts, restApis) };
  const own = backendNamed(name, parts.backends);
  const forwarding = { policy, onBody: parts.logOperations ? nameOperation : undefined };
  return {
    ...api,
    hidden: [],
    serve: (call) => {
      const { backendId } = call.exchange;
      forward(call, backendId ? backendNamed(backendId, parts.backends) : own, forwarding);
    },
  };
}

function serveTools(row: RestToolsServer, parts: Parts, restApis: readonly CompiledRestApi[]): Api['serve'] {
  const api = restApis.find(({ name }) => name === row.api);
  if (!api) throw new StartFailure(`There is no REST API "${row.api}".`);
  const tools = row.tools.map((tool) => findTool(tool, api));
  const endpoint = createEndpoint({ tools, callOperation: api.callOperation }, parts.leaveStreamsOpen);
  return (call) => {
    if (call.exchange.path === '/mcp') endpoint(call);
    else call.answer(notFound);
  };
}

function findTool({ operationId, description }: RestToolsServer['tools'][number], api: CompiledRestApi): Tool {
  const operation = api.operations.find((candidate) => candidate.operationId === operationId);
  if (!operation)
    throw new StartFailure(`The REST API "${api.name}" has no operation "${operationId}" to offer as a tool.`);
  return compileTool(operation, description);
}
