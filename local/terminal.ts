import { gateway, mcpServerPath } from '../infra/gateway';
import type { Outputs } from '../infra/outputs';
import type { AccessLogEntry } from './gateway';
import { keyHeader } from './gateway/answer';

interface Server {
  name: string;
  title: string;
  url: string;
}

/** What a person needs to see once everything runs: where it is, and lines to paste into a client. */
export function readyText(outputs: Outputs, dataFolder: string | undefined): string {
  const { APIM_GATEWAY_URL, APIM_SUBSCRIPTION_KEY: key } = outputs;
  const kept = dataFolder === undefined ? 'Nothing is kept' : `Orders are kept in ${dataFolder}`;
  const servers = Object.entries(gateway.mcpServers).map(([name, server]) => ({
    ...{ name, title: `${server.displayName} (MCP)`, url: APIM_GATEWAY_URL + mcpServerPath(server) },
  }));
  return `
The gateway answers on ${APIM_GATEWAY_URL}. ${kept}. Ctrl-C stops everything.

${lines(servers.map(({ title, url }) => title.padEnd(15) + url))}
  ${'Key'.padEnd(15)}${key ? `${keyHeader}: ${key}` : 'none is asked for'}

MCP Inspector, in the terminal and in the browser
${lines(servers.map(({ url }) => `${inspector('--cli', url, key)} --method tools/list`))}
${lines(servers.slice(0, 1).map(({ url }) => inspector('--web', url, key)))}

curl
${lines(servers.map(({ url }) => curl(url, key)))}

VS Code, .vscode/mcp.json
${lines([JSON.stringify(vsCode(servers, key))])}
`;
}

/** One line for one request: time, server, method or tool, status, duration. */
export function requestLine({ time, api, operation, method, path, status, ms }: AccessLogEntry): string {
  const what = api ? `${api} ${operation ?? method}` : `- ${method} ${path}`;
  return `${time} ${what} ${status} ${ms.toFixed(1)} ms`;
}

function inspector(mode: string, url: string, key: string): string {
  return `npx mcp-inspector ${mode} ${url} --transport http${key && ` --header "${keyHeader}: ${key}"`}`;
}

function curl(url: string, key: string): string {
  const headers = [
    'Content-Type: application/json',
    'Accept: application/json, text/event-stream',
    ...(key ? [`${keyHeader}: ${key}`] : []),
  ];
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
  return `curl -s ${url} ${headers.map((header) => `-H '${header}'`).join(' ')} -d '${body}'`;
}

function vsCode(servers: readonly Server[], key: string): object {
  const headers = key ? { headers: { [keyHeader]: key } } : {};
  return { servers: Object.fromEntries(servers.map(({ name, url }) => [name, { type: 'http', url, ...headers }])) };
}

function lines(texts: string[]): string {
  return texts.map((text) => `  ${text}`).join('\n');
}
