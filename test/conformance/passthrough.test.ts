import { join } from 'node:path';
import { mcpServerPath, type PassthroughServer } from '../../gateway/model';
import { subscriptionKeyQuery } from '../../gateway/outputs';
import { startGateway, type RunningGateway } from '../../local/apiManagement';
import { agentsKey, backendsAt } from '../support/gateway';
import { useTemporaryFolder } from '../support/temporaryFolder';
import { thingsGateway } from '../support/things';
import { startFixtureServer } from './fixture/server';
import { runConformance, type Verdict } from './suite';

const fixturePath = '/mcp';
const { echo } = thingsGateway.mcpServers;
const server: PassthroughServer = { ...echo, backend: { ...echo.backend, path: fixturePath } };

describe('an MCP server with everything in it, behind the gateway', () => {
  const folder = useTemporaryFolder();
  let fixture: Awaited<ReturnType<typeof startFixtureServer>>;
  let running: RunningGateway;
  let directly: Verdict;
  let throughGateway: Verdict;

  beforeAll(async () => {
    fixture = await startFixtureServer();
    running = await startGateway({
      definition: { ...thingsGateway, mcpServers: { echo: server } },
      backends: backendsAt(fixture.origin),
      subscriptionKey: agentsKey,
      apiKeys: {},
      port: 0,
      log: () => undefined,
    });
    const throughUrl = `${running.url}${mcpServerPath(server)}?${subscriptionKeyQuery}=${agentsKey}`;
    directly = await runConformance({ url: fixture.origin + fixturePath, folder: join(folder(), 'directly') });
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
