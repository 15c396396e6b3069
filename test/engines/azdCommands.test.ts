import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { type ProjectServices, startProjectServices } from '../support/azd/projectServices';
import { type Finished, run } from '../support/program';
import { useTemporaryFolder } from '../support/temporaryFolder';
import { describeWithPulumi, useEngine } from './engine';
import { root } from './workspace';

/** Calls where it is told to, and waits as long as somebody listens there. */
const program = `
const pulumi = require('@pulumi/pulumi');
if (process.env.CALL) require('node:net').connect(Number(process.env.CALL), '127.0.0.1').on('close', () => process.exit());
exports.SIZE = process.env.SIZE;
exports.LIST = ['a', 1];
exports.KEY = pulumi.secret("it's secret");
`;

describeWithPulumi('azd pulumi, with the real Pulumi CLI', () => {
  jest.setTimeout(120_000);

  const world = useEngine();
  const folder = useTemporaryFolder();
  let services: ProjectServices;
  const up = ['up', '--yes', '--skip-preview', '--non-interactive', '--stack', 'dev'];
  const variables = () => ({ ...process.env, ...world().engine.environment, SIZE: 'small' });

  beforeAll(async () => {
    await mkdir(join(folder(), 'infra'), { recursive: true });
    await symlink(join(root, 'node_modules'), join(folder(), 'infra/node_modules'));
    await writeFile(join(folder(), 'infra/package.json'), '{"main":"index.js"}');
    await writeFile(join(folder(), 'infra/Pulumi.yaml'), 'name: shop\nruntime:\n  name: nodejs\n');
    await writeFile(join(folder(), 'infra/index.js'), program);
    services = await startProjectServices({
      root: folder(),
      environments: { dev: { SIZE: 'small' } },
      current: 'dev',
    });
  });

  afterAll(() => {
    services.stop();
  });

  function azdPulumi(...args: string[]): Promise<Finished> {
    const entry = ['--require', require.resolve('tsx/cjs'), join(root, 'azd/index.ts')];
    return run([...entry, ...args], {
      ...world().engine.environment,
      ...services.environment,
      CI: '',
      GITHUB_ACTIONS: '',
    });
  }

  it('previews before there is a stack', async () => {
    const { exitCode, stdout } = await azdPulumi('preview');

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/\+ 1 to create/);
  });

  describe('after an update', () => {
    beforeAll(() => {
      execFileSync('pulumi', up, { cwd: join(folder(), 'infra'), env: variables() });
    });

    it('prints the outputs, and secrets only where they are asked for', async () => {
      const masked = await azdPulumi('outputs', '--format', 'json');
      const shown = await azdPulumi('outputs', '--format', 'env', '--show-secrets');

      expect(JSON.parse(masked.stdout)).toEqual({ SIZE: 'small', LIST: ['a', 1], KEY: '[secret]' });
      expect(shown.stdout.trimEnd().split('\n').sort()).toEqual([
        String.raw`KEY='it'\''s secret'`,
        `LIST='["a",1]'`,
        `SIZE='small'`,
      ]);
    });

    it('hands stack over', async () => {
      const { exitCode, stdout } = await azdPulumi('stack', 'ls', '--json');

      expect(exitCode).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject([{ name: 'dev' }]);
    });

    it('finds no drift where nothing has changed', async () => {
      const { exitCode, stdout } = await azdPulumi('drift', '--expect-no-changes');

      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/1 unchanged/);
    });

    it('finds all well', async () => {
      const { exitCode, stdout } = await azdPulumi('doctor');

      // There may be no azd on this machine, and so no login.
      const lines = stdout.split('\n').filter((line) => !/^\w+ +(?:azd|login) /.test(line));
      expect(lines.filter((line) => line.startsWith('wrong'))).toEqual([]);
      expect(stdout).toMatch(/stack +dev, 1 resources/);
      expect(exitCode).toBe(/^wrong/m.test(stdout) ? 1 : 0);
    });

    it('takes the lock away from a Pulumi that was killed', async () => {
      await killWhileUpdating();
      const before = await azdPulumi('doctor');

      const cancelled = await azdPulumi('cancel');

      const after = await azdPulumi('doctor');
      expect(before.stdout).toMatch(/^wrong +lock +held by process \d+ of .*, which is dead$/m);
      expect(cancelled).toMatchObject({ exitCode: 0 });
      expect(after.stdout).toMatch(/^ok +lock +nobody holds the stack$/m);
    });
  });

  async function killWhileUpdating(): Promise<void> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const env = { ...variables(), CALL: String(port) };
    const pulumi = spawn('pulumi', up, { cwd: join(folder(), 'infra'), env, detached: true, stdio: 'ignore' });
    const [caller] = (await once(server, 'connection')) as [Socket];
    const ended = once(pulumi, 'exit');
    process.kill(-Number(pulumi.pid), 'SIGKILL');
    await ended;
    // What Pulumi has started outlives it.
    caller.destroy();
    server.close();
  }
});
