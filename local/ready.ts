import type { Outputs } from '../gateway/outputs';
import { styled } from '../terminal/output';
import type { AccessLogEntry } from './apiManagement';
import { curlLine, inspectorLine, keyLine, mcpServers, vsCodeSettings } from './clients';

/** What a person needs to see once everything runs: where it is, and lines to paste into a client. */
export function readyText(outputs: Outputs, dataFolder: string | undefined): string {
  const { APIM_GATEWAY_URL, APIM_SUBSCRIPTION_KEY: key } = outputs;
  const kept = dataFolder === undefined ? 'Nothing is kept' : `Orders are kept in ${dataFolder}`;
  const servers = mcpServers(outputs);
  const column = Math.max(...servers.map(({ title }) => title.length), 'Key'.length) + 3;
  const sections: [title: string, lines: string[]][] = [
    [
      `The gateway answers on ${APIM_GATEWAY_URL}. ${kept}. Ctrl-C stops everything.`,
      [
        ...servers.map(({ title, url }) => title.padEnd(column) + url),
        'Key'.padEnd(column) + (key ? keyLine(key) : 'none is asked for'),
      ],
    ],
    [
      'MCP Inspector, in the terminal and in the browser',
      [
        ...servers.map(({ url }) => `${inspectorLine('--cli', url, key)} --method tools/list`),
        ...servers.slice(0, 1).map(({ url }) => inspectorLine('--web', url, key)),
      ],
    ],
    ['curl', servers.map(({ url }) => curlLine(url, key))],
    ['VS Code, .vscode/mcp.json', [vsCodeSettings(servers, key)]],
  ];
  return sections
    .map(([title, lines]) => ['', styled('bold', title), '', ...lines.map((line) => `  ${line}`), ''].join('\n'))
    .join('');
}

/** One line for one request: time, server, method or tool, status, duration. */
export function requestLine({ time, api, operation, method, path, status, ms }: AccessLogEntry): string {
  const what = api ? `${api} ${operation ?? method}` : `- ${method} ${path}`;
  return `${time} ${what} ${status} ${ms.toFixed(1)} ms`;
}
