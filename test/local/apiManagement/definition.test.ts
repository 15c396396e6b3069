import { useGateways } from '../../support/gateway';

describe('a gateway', () => {
  const start = useGateways();

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
