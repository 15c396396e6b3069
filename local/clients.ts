import { gateway } from '../gateway';
import { mcpServerPath } from '../gateway/model';
import { subscriptionKeyHeader, type Outputs } from '../gateway/outputs';

/** An MCP server as a client is told of it. */
interface Server {
  name: string;
  title: string;
  url: string;
}

export function mcpServers({ APIM_GATEWAY_URL }: Outputs): Server[] {
  return Object.entries(gateway.mcpServers).map(([name, server]) => ({
    name,
    title: `${server.displayName} (MCP)`,
    url: APIM_GATEWAY_URL + mcpServerPath(server),
  }));
}

/** The key as a header line. */
export function keyLine(key: string): string {
  return `${subscriptionKeyHeader}: ${key}`;
}

/** Starts MCP Inspector; an empty key sends none. */
export function inspectorLine(mode: '--cli' | '--web', url: string, key: string): string {
  return `npx mcp-inspector ${mode} ${url} --transport http${key && ` --header "${keyLine(key)}"`}`;
}

/** Lists a server's tools. */
export function curlLine(url: string, key: string): string {
  const headers = [
    'Content-Type: application/json',
    'Accept: application/json, text/event-stream',
    ...(key ? [keyLine(key)] : []),
  ];
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
  return `curl -s ${url} ${headers.map((header) => `-H '${header}'`).join(' ')} -d '${body}'`;
}

/** The content of `.vscode/mcp.json`. */
export function vsCodeSettings(servers: readonly Server[], key: string): string {
  const headers = key ? { headers: { [subscriptionKeyHeader]: key } } : {};
  return JSON.stringify({
    servers: Object.fromEntries(servers.map(({ name, url }) => [name, { type: 'http', url, ...headers }])),
  });
}
