import type { Outputs } from '../infra/outputs';
import type { AccessLogEntry } from './gateway';

const keyHeader = 'Ocp-Apim-Subscription-Key';

/** What a person needs to see once everything runs: where it is, and lines to paste into a client. */
export function readyText(outputs: Outputs, dataFolder: string | undefined): string {
  const { APIM_GATEWAY_URL, MENU_MCP_URL, ORDERS_MCP_URL, APIM_SUBSCRIPTION_KEY: key } = outputs;
  const kept = dataFolder === undefined ? 'Nothing is kept' : `Orders are kept in ${dataFolder}`;
  const urls = [MENU_MCP_URL, ORDERS_MCP_URL];
  return `
The gateway answers on ${APIM_GATEWAY_URL}. ${kept}. Ctrl-C stops everything.

  Menu (MCP)     ${MENU_MCP_URL}
  Orders (MCP)   ${ORDERS_MCP_URL}
  Key            ${key ? `${keyHeader}: ${key}` : 'none is asked for'}

MCP Inspector, in the terminal and in the browser
${lines(urls.map((url) => inspector('--cli', url, key) + ' --method tools/list'))}
${lines([inspector('--web', MENU_MCP_URL, key)])}

curl
${lines(urls.map((url) => curl(url, key)))}

VS Code, .vscode/mcp.json
${lines([JSON.stringify(vsCode(outputs))])}
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

function vsCode({ MENU_MCP_URL, ORDERS_MCP_URL, APIM_SUBSCRIPTION_KEY: key }: Outputs): object {
  const server = (url: string) => ({ type: 'http', url, ...(key ? { headers: { [keyHeader]: key } } : {}) });
  return { servers: { menu: server(MENU_MCP_URL), orders: server(ORDERS_MCP_URL) } };
}

function lines(texts: string[]): string {
  return texts.map((text) => `  ${text}`).join('\n');
}
