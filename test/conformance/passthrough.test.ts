import { join } from 'node:path';
import { gateway } from '../../gateway';
import type { PassthroughServer } from '../../gateway/model';
import { startGateway, type RunningGateway } from '../../local/apiManagement';
import { useTemporaryFolder } from '../support/temporaryFolder';
import { startFixtureServer } from './fixture/server';
import { runConformance, type Verdict } from './suite';

const server: PassthroughServer = { ...gateway.mcpServers.menu, backend: { app: 'menu', path: '/mcp' } };

describe('an MCP server with everything in it, behind the gateway', () => {
  const folder = useTemporaryFolder();
  let fixture: Awaited<ReturnType<typeof startFixtureServer>>;
  let running: RunningGateway;
  let directly: Verdict;
  let throughGateway: Verdict;

  beforeAll(async () => {
    fixture = await startFixtureServer();
    running = await startGateway({
      definition: { ...gateway, mcpServers: { menu: server } },
      backends: { menu: fixture.origin, orders: fixture.origin },
      subscriptionKey: 'conformance-key',
      apiKeys: { orders: 'conformance-orders-key' },
      port: 0,
      log: () => undefined,
    });
    const throughUrl = `${running.url}/${server.path}?subscription-key=conformance-key`;
    directly = await runConformance({ url: `${fixture.origin}/mcp`, folder: join(folder(), 'directly') });
    throughGateway = await runConformance({ url: throughUrl, folder: join(folder(), 'through') });
  });
  afterAll(async () => {
    await running.stop();
    await fixture.stop();
  });

  it('passes the whole conformance suite when asked directly', () => {
    expect(directly).toMatchObject({ exitCode: 0 });
    expect(Object.keys(directly.checks).length).toBeGreaterThanOrEqual(32);
  });

  it('passes it no differently through the gateway, check by check', () => {
    expect(throughGateway.checks).toEqual(directly.checks);
  });
});
