import type { IncomingMessage } from 'node:http';
import { isObject } from '../../../gateway/json';
import type { Runtime } from '../runtime';
import { callTool } from './call';
import { ProtocolError, unreadableParams } from './error';
import type { Tool } from './tool';

/** Protocol versions that the C# SDK 0.4.0-preview.3 speaks; it offers the last one when it does not know the client's. */
const versions = ['2024-11-05', '2025-03-26', '2025-06-18'];
const latestVersion = '2025-06-18';

const loggingLevels = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'];

/** Computes the result of one method. Throws {@link ProtocolError}. */
export type Method = (params: unknown, http: IncomingMessage) => object | Promise<object>;

/**
 * The methods of the MCP extension 1.5.0 on the C# SDK 0.4.0-preview.3. An app without resources and prompts answers them
 * with empty lists. Nothing here needs `initialize` first: each POST is a server of its own.
 */
export function createMethods(runtime: Runtime, tools: Map<string, Tool>): Record<string, Method> {
  const list = { tools: [...tools.values()].map(({ listed }) => listed) };
  return {
    initialize: (params) => initialize(runtime, params),
    ping: () => ({}),
    'logging/setLevel': setLevel,
    'tools/list': () => list,
    'tools/call': (params, http) => callTool(runtime, tools, { params, http }),
    'resources/list': () => ({ resources: [] }),
    'resources/templates/list': () => ({ resourceTemplates: [] }),
    'resources/read': (params) => unknown('resource', params, 'uri'),
    'resources/subscribe': () => ({}),
    'resources/unsubscribe': () => ({}),
    'prompts/list': () => ({ prompts: [] }),
    'prompts/get': (params) => unknown('prompt', params, 'name'),
  };
}

/** Whether the SDK can read the parameters of `initialize`; it does so before anything else when it starts a session. */
export function canInitialize(params: unknown): boolean {
  if (params === undefined || params === null) return true;
  if (!isObject(params) || typeof params.protocolVersion !== 'string') return false;
  const { clientInfo } = params;
  return isObject(clientInfo) && typeof clientInfo.name === 'string' && typeof clientInfo.version === 'string';
}

function initialize({ hostJson: { mcp } }: Runtime, params: unknown): object {
  if (!canInitialize(params)) throw unreadableParams();
  const asked = isObject(params) ? params.protocolVersion : undefined;
  return {
    protocolVersion: versions.find((version) => version === asked) ?? latestVersion,
    capabilities: { logging: {}, prompts: {}, resources: {}, tools: {} },
    serverInfo: { name: mcp.serverName, version: mcp.serverVersion },
    ...(mcp.instructions === undefined ? {} : { instructions: mcp.instructions }),
  };
}

function setLevel(params: unknown): object {
  if (params === undefined || params === null) return {};
  const known = isObject(params) && typeof params.level === 'string' && loggingLevels.includes(params.level);
  if (!known) throw unreadableParams();
  return {};
}

function unknown(kind: string, params: unknown, member: string): never {
  const name = isObject(params) ? params[member] : undefined;
  throw new ProtocolError('invalidParams', `Unknown ${kind}: '${typeof name === 'string' ? name : ''}'`);
}
