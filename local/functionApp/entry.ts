import { once } from 'node:events';
import type { Server } from 'node:http';
import { print } from '../../terminal/output';
import { runChild, type Serving } from '../process/entry';
import { listen } from '../process/listen';
import { createApp, createCore, provideCore, type App } from './app/core';
import { checkBundle } from './app/extensionBundle';
import { functionsByTrigger } from './app/functions';
import { readHostJson } from './app/hostJson';
import { runHooks } from './app/invoke';
import { loadApp, readAppFile } from './app/load';
import { isLogged } from './app/logLevels';
import { homepage } from './homepage';
import { httpTriggers } from './http/trigger';
import { mcpEndpoint, mcpPath } from './mcp/endpoint';
import { createRuntime } from './runtime';
import { createHostServer } from './server';

/** What a host's process is to run. */
export interface HostInput {
  folder: string;
  port: number;
  key: string | undefined;
  settings: Record<string, string>;
}

/** How long requests under way may take to end when the host stops, in milliseconds. */
const drainMs = 3000;

async function serveApp({ folder, port, key, settings }: HostInput): Promise<Serving> {
  const hostJson = readHostJson(await readAppFile(folder, 'host.json'), settings);
  process.chdir(folder);
  const app = createApp();
  provideCore(
    createCore(app, (level, category, message) => {
      if (isLogged(hostJson.logLevels, category, level)) print(`${level}: ${message}`);
    }),
  );
  await loadApp(app, folder);
  checkBundle(app, hostJson.extensionBundle);
  const { httptrigger, mcptooltrigger } = functionsByTrigger(app);
  const runtime = createRuntime({ app, hostJson, key, log: print });
  const responders = [httpTriggers(runtime, httptrigger), mcpEndpoint(runtime, mcptooltrigger), homepage(settings)];
  const server = createHostServer(runtime, responders);
  const actualPort = await listen(server, port);
  if (mcptooltrigger.length > 0) announceMcp(actualPort);
  return { port: actualPort, stop: () => stop(server, app) };
}

function announceMcp(port: number): void {
  const endpoint = `http://127.0.0.1:${port}${mcpPath}`;
  print(`MCP server endpoint: ${endpoint}`);
  print(`MCP server legacy SSE endpoint: ${endpoint}/sse (not emulated)`);
}

async function stop(server: Server, app: App): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const deadline = setTimeout(() => {
    server.closeAllConnections();
  }, drainMs);
  await closed;
  clearTimeout(deadline);
  const { app: appHookData, startAndEnd: hookData } = app.hookData;
  await runHooks(app, 'appTerminate', { hookData, appHookData });
}

void runChild(serveApp);
