import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { exitCodes } from '../../terminal/userError';
import { LineLog } from '../support/lineLog';
import { run } from '../support/program';
import { useTemporaryFolder } from '../support/temporaryFolder';

const fixture = ['--require', 'tsx/cjs', join(__dirname, '../support/fixtures/program.ts')];

describe('a program', () => {
  it.each(['failed', 'misuse', 'authentication', 'unreachable', 'declined'] as const)(
    'says what is wrong in a sentence and ends with the exit code for %s',
    async (kind) => {
      const { exitCode, stdout, stderr } = await run([...fixture, '--fail', kind]);

      expect(exitCode).toBe(exitCodes[kind]);
      expect(stdout).toBe('');
      expect(stderr).toBe(`It is broken: mend it.\n${kind === 'misuse' ? 'See npm run fixture -- --help.\n' : ''}`);
    },
  );

  it.each(['--bug', '--late-bug'])('shows the stack of a bug: %s', async (option) => {
    const { exitCode, stderr } = await run([...fixture, option]);

    expect(exitCode).toBe(exitCodes.bug);
    expect(stderr).toMatch(/^TypeError: unexpected\n {4}at \S+ \(.*program\.ts/);
  });

  it('says which option lacks its value', async () => {
    const { exitCode, stderr } = await run([...fixture, '--fail']);

    expect(exitCode).toBe(exitCodes.misuse);
    expect(stderr).toBe("Option '--fail <value>' argument missing.\nSee npm run fixture -- --help.\n");
  });

  it.each([
    ['is no terminal', {}, 'It is broken: mend it.\n'],
    ['is to be coloured all the same', { FORCE_COLOR: '1' }, '\u001b[31mIt is broken: mend it.\u001b[39m\n'],
  ])('colours what it says when the stream %s', async (_title, env, text) => {
    const { stderr } = await run([...fixture, '--fail', 'failed'], env);

    expect(stderr).toBe(text);
  });

  it.each(['stdout', 'stderr'] as const)('is content with a reader of %s that has seen enough', async (stream) => {
    const child = spawn(process.execPath, [...fixture, '--flood'], { stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = once(child, 'exit');
    for (const output of [child.stdout, child.stderr]) output.resume();
    await once(child[stream], 'data');

    child[stream].destroy();

    expect(await ended).toEqual([exitCodes.done, null]);
  });
});

describe('a program whose output cannot be written', () => {
  const folder = useTemporaryFolder();

  it('fails', async () => {
    const file = join(folder(), 'output');
    await writeFile(file, '');
    const unwritable = await open(file, 'r');
    const child = spawn(process.execPath, [...fixture, '--flood'], { stdio: ['ignore', unwritable.fd, 'ignore'] });

    const [exitCode] = (await once(child, 'exit')) as [number];
    await unwritable.close();

    expect(exitCode).toBe(exitCodes.failed);
  });
});

describe('a program that is interrupted', () => {
  /** Starts the fixture and waits until it says that it is ready. */
  const start = async (option: string) => {
    const child = spawn(process.execPath, [...fixture, option], { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = new LineLog();
    createInterface({ input: child.stdout }).on('line', lines.write.bind(lines));
    const ended = once(child, 'close');
    await lines.find('ready');
    return { child, lines, ended };
  };

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('by %s ends at once', async (signal) => {
    const { child, ended } = await start('--wait');

    child.kill(signal);

    expect(await ended).toEqual([exitCodes.interrupted, null]);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('by %s may wind down', async (signal) => {
    const { child, lines, ended } = await start('--wind-down');

    child.kill(signal);

    expect(await ended).toEqual([exitCodes.done, null]);
    expect(lines.lines()).toEqual(['ready', 'goodbye']);
  });
});
