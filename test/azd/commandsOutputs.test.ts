import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { useAzdPulumi } from '../support/azd/azdPulumi';

const outputs = {
  URL: 'https://shop.example',
  KEY: '[secret]',
  QUOTES: `it's "$HOME" \`id\` \\`,
  LINES: 'one\ntwo',
  LIST: ['a', 1],
  'no-variable': 'x',
};

describe('azd pulumi outputs', () => {
  const azd = useAzdPulumi();
  beforeEach(() => azd().programs.play({ 'pulumi stack output': { stdout: JSON.stringify(outputs) } }));

  it('prints a table', async () => {
    const { exitCode, stdout } = await azd().run(['outputs']);

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^URL {10}https:\/\/shop\.example\nKEY {10}\[secret\]\n/);
    expect(stdout).toMatch(/^LIST {9}\["a",1\]$/m);
  });

  it('prints JSON', async () => {
    const { stdout } = await azd().run(['outputs', '--format', 'json']);

    expect(JSON.parse(stdout)).toEqual(outputs);
  });

  it('prints lines that a shell takes as they are, without masks', async () => {
    const { stdout } = await azd().run(['outputs', '--format', 'env']);

    const file = join(azd().project, 'outputs.env');
    await writeFile(file, `${stdout}\n`);
    const print = 'printf "%s|" "$URL" "${KEY-none}" "$QUOTES" "$LINES" "$LIST"';
    const taken = execFileSync('sh', ['-c', `unset KEY; eval "$(cat "$0")"; ${print}`, file], { encoding: 'utf8' });
    expect(taken.split('|')).toEqual([outputs.URL, 'none', outputs.QUOTES, outputs.LINES, '["a",1]', '']);
    expect(stdout).toContain('# KEY is a secret: --show-secrets prints it\n');
    expect(stdout).toContain('# "no-variable" is no name of a variable');
  });

  it('asks Pulumi for secrets only with --show-secrets', async () => {
    await azd().run(['outputs']);
    await azd().run(['outputs', '--show-secrets']);

    const shown = (await azd().programs.asked()).map(({ args }) => args.includes('--show-secrets'));
    expect(shown).toEqual([false, true]);
  });

  it('prints nothing for a stack without outputs', async () => {
    await azd().programs.play({ 'pulumi stack output': { stdout: '{}' } });

    expect(await azd().run(['outputs', '--format', 'env'])).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });

  it('refuses a format that it does not have', async () => {
    expect(await azd().run(['outputs', '--format', 'xml'])).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: '--format takes table, json, env, not "xml".\nSee azd pulumi --help.\n',
    });
  });

  it('explains its options', async () => {
    const { exitCode, stdout } = await azd().run(['outputs', '--help']);

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Usage: azd pulumi outputs \[options\]\n[\s\S]* --show-secrets [\s\S]* --format FORMAT /);
  });
});
