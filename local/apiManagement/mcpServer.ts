import { isPassthrough, type McpServer, type RestToolsServer } from '../../gateway/model';
import { subscriptionKeyHeader, subscriptionKeyQuery } from '../../gateway/outputs';
import { notFound } from './answer';
import type { Api, Compilation } from './compilation';
import { createEndpoint } from './mcp/endpoint';
import { nameOperation } from './mcp/operationName';
import { compileTool, type Tool } from './mcp/tool';
import { forward } from './passthrough';
import type { CompiledRestApi } from './restApi';
import { upstreamNamed } from './upstream';

/** An MCP server: an existing one behind the gateway, or operations of one of the REST APIs as tools. */
export function compileMcpServer(
  name: string,
  row: McpServer,
  { compilation, restApis }: { compilation: Compilation; restApis: readonly CompiledRestApi[] },
): Api {
  const { upstreams, subscriptionRequired, logOperations } = compilation;
  const policy = compilation.compile(row.policy);
  const key = subscriptionRequired ? { header: subscriptionKeyHeader, query: subscriptionKeyQuery } : undefined;
  const api = { name, path: `/${row.path}`, key, policy };
  if (!isPassthrough(row)) return { ...api, hidden: ['authorization'], serve: serveTools(row, compilation, restApis) };
  const own = upstreamNamed(name, upstreams);
  const forwarding = { policy, onBody: logOperations ? nameOperation : undefined };
  return {
    ...api,
    hidden: [],
    serve: (call) => {
      const { backendId } = call.exchange;
      forward(call, backendId ? upstreamNamed(backendId, upstreams) : own, forwarding);
    },
  };
}

function serveTools(
  row: RestToolsServer,
  { leaveStreamsOpen }: Compilation,
  restApis: readonly CompiledRestApi[],
): Api['serve'] {
  const api = restApis.find(({ name }) => name === row.api);
  if (!api) throw new Error(`There is no REST API ${row.api}.`);
  const tools = row.tools.map((tool) => findTool(tool, api));
  const endpoint = createEndpoint({ tools, callOperation: api.callOperation }, leaveStreamsOpen);
  return (call) => {
    if (call.exchange.path === '/mcp') endpoint(call);
    else call.answer(notFound);
  };
}

function findTool({ operationId, description }: RestToolsServer['tools'][number], api: CompiledRestApi): Tool {
  const operation = api.operations.find((candidate) => candidate.operationId === operationId);
  if (!operation) throw new Error(`The REST API ${api.name} has no operation ${operationId}.`);
  return compileTool(operation, description);
}
