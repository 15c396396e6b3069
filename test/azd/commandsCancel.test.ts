import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { useAzdPulumi } from '../support/azd/azdPulumi';

/** Counts its SIGINTs, and ends at a SIGTERM with their number. */
const counting = `
let signals = 0;
process.on('SIGINT', () => signals++);
process.on('SIGTERM', () => process.exit(signals));
setInterval(() => undefined, 1000);
process.stdout.write('ready');
`;

describe('azd pulumi cancel', () => {
  const azd = useAzdPulumi();
  const nobody = 2 ** 22 + 1;

  async function lock(owner: { pid: number; hostname: string }, project = 'shop'): Promise<void> {
    const folder = join(azd().state, '.pulumi/locks/organization', project, 'dev');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'a-lock.json'), JSON.stringify({ username: 'me', ...owner }));
  }

  describe('while a worker is at work', () => {
    let worker: ChildProcess;
    beforeEach(async () => {
      worker = spawn(process.execPath, ['-e', counting], { stdio: ['ignore', 'pipe', 'inherit'] });
      if (worker.stdout) await once(worker.stdout, 'data');
      azd().leaveRecord({ pid: worker.pid });
    });
    afterEach(() => worker.kill('SIGKILL'));

    it('sends it one signal, however often it is called, and says what it finishes', async () => {
      const first = await azd().run(['cancel']);
      const second = await azd().run(['cancel']);
      const ended = once(worker, 'exit');
      worker.kill('SIGTERM');

      expect(await ended).toEqual([1, null]);
      expect(first).toMatchObject({ exitCode: 0, stderr: '' });
      expect(first.stdout).toMatch(
        /^A deployment stops\. It finishes what the cloud has begun: creating 12 of 49: apim, 3 min\.\n/,
      );
      expect(second).toEqual({
        exitCode: 0,
        stdout:
          'It has been asked to stop before, and finishes what the cloud has begun: creating 12 of 49: apim, 3 min.\n',
        stderr: '',
      });
      expect(await azd().programs.asked()).toEqual([]);
    });

    it.each([
      ['ESRCH', 0, /^A deployment has just ended\.\n$/],
      ['EPERM', 70, /^$/],
    ])('keeps no mark of a signal that failed with %s', async (code, exitCode, said) => {
      const preload = join(azd().project, 'kill.js');
      const failing = `throw Object.assign(new Error('kill ${code}'), { code: '${code}' })`;
      await writeFile(
        preload,
        `const kill = process.kill;
         process.kill = (pid, signal) => { if (signal === 'SIGINT') ${failing}; return kill.call(process, pid, signal); };`,
      );

      const finished = await azd().run(['cancel'], { NODE_OPTIONS: `--require ${preload}` });

      expect(finished).toMatchObject({ exitCode, stdout: expect.stringMatching(said) });
      expect(existsSync(`${azd().record}.cancelled`)).toBe(false);
    });

    it('stops no repair half-way', async () => {
      azd().leaveRecord({ pid: worker.pid, kind: 'repair' });
      const finished = await azd().run(['cancel']);
      const ended = once(worker, 'exit');
      worker.kill('SIGTERM');

      expect(finished).toMatchObject({ exitCode: 1, stdout: '' });
      expect(finished.stderr).toContain('A repair is not stopped half-way. Wait for its end.');
      // As many signals as it got.
      expect(await ended).toEqual([0, null]);
    });

    it('sends a signal to the next worker, too', async () => {
      await writeFile(`${azd().record}.cancelled`, `${String(worker.pid)} of an earlier one`);

      await azd().run(['cancel']);
      const ended = once(worker, 'exit');
      worker.kill('SIGTERM');

      expect(await ended).toEqual([1, null]);
    });
  });

  it('has nothing to do where nobody holds the stack', async () => {
    await lock({ pid: nobody, hostname: hostname() }, 'another-project');

    const finished = await azd().run(['cancel']);

    expect(finished).toEqual({
      exitCode: 0,
      stdout: 'Nothing goes on in dev, and nobody holds its stack.\n',
      stderr: '',
    });
    expect(await azd().programs.asked()).toEqual([]);
  });

  it('takes the lock away from a dead owner', async () => {
    await lock({ pid: nobody, hostname: hostname() });
    azd().leaveRecord({ pid: nobody });

    expect(await azd().lines(['cancel'])).toEqual(['pulumi cancel --yes --stack dev']);
  });

  it.each([
    ['lives', process.pid, hostname()],
    ['is on another machine', nobody, 'elsewhere'],
  ])('leaves the lock to an owner that %s, and names it', async (_, pid, host) => {
    await lock({ pid, hostname: host });

    const finished = await azd().run(['cancel']);

    expect(await azd().programs.asked()).toEqual([]);
    expect(finished).toEqual({
      exitCode: 1,
      stdout: '',
      stderr:
        `The stack is held by process ${pid} of me on ${host}, which may be at work. ` +
        'Wait for its end. If it is dead: azd pulumi cancel --yes\n',
    });
  });

  it('takes the lock away from anybody with --yes', async () => {
    await lock({ pid: nobody, hostname: 'elsewhere' });

    expect(await azd().lines(['cancel', '--yes'])).toEqual(['pulumi cancel --yes --stack dev']);
  });

  it('asks first where only the backend knows the owner', async () => {
    const env = { PULUMI_BACKEND_URL: 'azblob://states', PULUMI_CONFIG_PASSPHRASE: 'x' };

    const { exitCode, stderr } = await azd().run(['cancel'], env);

    expect(await azd().programs.asked()).toEqual([]);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringMatching(/^Only azblob:\/\/states knows whether somebody holds the stack, and who\. Wait/),
    });
  });
});
