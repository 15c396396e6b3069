import type { Gateway } from '../../../gateway/model';
import { useGateways } from '../../support/gateway';
import { thingsGateway } from '../../support/things';

describe('a gateway', () => {
  const start = useGateways();

  it('does not start with a definition that is refused', async () => {
    const echo = { ...thingsGateway.mcpServers.echo, serviceUrl: 'https://echo.example' };
    const mcpServers: Gateway['mcpServers'] = { ...thingsGateway.mcpServers, echo };

    const starting = start({ definition: { ...thingsGateway, mcpServers } });

    await expect(starting).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining('The MCP server "echo" has "serviceUrl".'),
    });
  });

  it('does not start on a port that is taken, and says so in a sentence', async () => {
    const { url } = await start();
    const { port } = new URL(url);

    const starting = start({ port: Number(port) });

    await expect(starting).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining(`Port ${port} is in use`),
    });
  });
});
