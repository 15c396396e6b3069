import fc from 'fast-check';
import { gateway } from '../../gateway';
import { mcpServerPath } from '../../gateway/model';
import { startGateway, type RunningGateway } from '../../local/apiManagement';
import { startHost, type Host } from '../../local/functionApp';
import { hostileBodies, type ListedTool } from '../support/jsonRpcInput';
import { post, request } from '../support/rpc';

const { menu } = gateway.mcpServers;

describe('the menu server, sent what no client sends', () => {
  const escaped: unknown[] = [];
  let host: Host;
  let running: RunningGateway;
  let direct: string;
  let passedThrough: string;
  let tools: readonly ListedTool[];

  beforeAll(async () => {
    host = await startHost({ app: menu.backend.app, settings: {}, log: () => undefined });
    running = await startGateway({
      definition: {
        ...gateway,
        restApis: {},
        mcpServers: { menu },
        limits: { ...gateway.limits, calls: 99_999_999 },
      },
      backends: { [menu.backend.app]: host.url },
      subscriptionKey: undefined,
      apiKeys: {},
      port: 0,
      log: () => undefined,
      reportError: (error) => escaped.push(error),
    });
    direct = `${host.url}${menu.backend.path}`;
    passedThrough = `${running.url}${mcpServerPath(menu)}`;
    const { messages } = await post(direct, request('tools/list'));
    ({ tools } = messages[0]?.result as { tools: ListedTool[] });
  });
  afterAll(async () => {
    await running.stop();
    await host.stop();
  });

  // The host blames itself, with a 500, for bodies that are not JSON-RPC: so does the Azure Functions MCP extension.
  it.each(Object.entries(hostileBodies))('answers %s as its host does and lives on', async (_kind, bodiesFor) => {
    const pid = host.pid();

    await fc.assert(
      fc.asyncProperty(bodiesFor(tools), async (body) => {
        const [ours, theirs] = await Promise.all([post(passedThrough, body), post(direct, body)]);

        expect(ours.status).toBe(theirs.status);
        expect(ours.messages).toEqual(theirs.messages);
      }),
      { numRuns: 100 },
    );

    const alive = await post(passedThrough, request('ping'));
    expect(alive.messages).toEqual([{ jsonrpc: '2.0', id: 1, result: {} }]);
    expect(host.pid()).toBe(pid);
    expect(escaped).toEqual([]);
  });
});
