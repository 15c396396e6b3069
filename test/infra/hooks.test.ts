import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mcpUrlOutputs } from '../../gateway/outputs';
import { gateway } from '../../gateway';
import { runFile } from '../support/program';
import { useTemporaryFolder } from '../support/temporaryFolder';

const project = readFileSync(join(__dirname, '../../azure.yaml'), 'utf8');

/** Runs a hook as azd does: its line in a shell, in the folder of azure.yaml. */
function runHook(line: string, env: object) {
  return runFile('bash', ['-c', line], env);
}

describe('the hook before azd deploys or deletes', () => {
  const folder = useTemporaryFolder();
  const line = 'node infra/hooks/needsExtension.js';
  const refused = {
    exitCode: 1,
    stdout: '',
    stderr: 'azd cannot deploy with Pulumi yet. Run this first: npm ci && npm run azd:install\n',
  };
  const silent = { exitCode: 0, stdout: '', stderr: '' };
  const extensions = (installed: object) => ({ extension: { installed } });
  const providing = (name: string) => ({ 'any.extension': { providers: [{ name, type: 'provisioning-provider' }] } });

  it('is the same for azd up, azd provision and azd down, and may use the terminal', () => {
    expect(project).toContain(`preup: &needsExtension\n    run: ${line}\n    interactive: true\n`);
    expect(project).toContain('predown: *needsExtension\n');
    expect(project).toContain('run: infra/hooks/needsExtension.sh\n      interactive: true\n');
    expect(project).toContain(`run: ${line}\n      interactive: true\n`);
  });

  it('is a file of its own while azd up packages, which does the same', async () => {
    const ended = await runFile('infra/hooks/needsExtension.sh', [], { AZD_CONFIG_DIR: '/nowhere' });

    expect(ended).toEqual(refused);
  });

  it.each<[title: string, configuration: unknown, outcome: object]>([
    ['is silent where an extension provides Pulumi', extensions(providing('pulumi')), silent],
    ['names what to run where none does', extensions({ 'other.extension': {}, ...providing('other') }), refused],
    ['names what to run where there are no extensions', {}, refused],
    ['names what to run where the only one has no provider', extensions({ 'other.extension': {} }), refused],
    ['names what to run where only sources are configured', { extension: { sources: {} } }, refused],
    ...[
      null,
      'text',
      { extension: null },
      { extension: [] },
      { extension: { installed: [] } },
      { extension: { installed: 'a' } },
      extensions({ any: null }),
      extensions({ any: 'text' }),
      extensions({ any: { providers: {} } }),
      extensions({ any: { providers: ['pulumi'] } }),
      extensions({ any: { capabilities: ['provisioning-provider'] } }),
    ].map((unknown): [string, unknown, object] => [
      `lets pass a list in a form that it does not know: ${JSON.stringify(unknown)}`,
      unknown,
      silent,
    ]),
  ])('%s', async (_, configuration, outcome) => {
    const home = await mkdtemp(join(folder(), 'azd-'));
    await writeFile(join(home, 'config.json'), JSON.stringify(configuration));

    expect(await runHook(line, { AZD_CONFIG_DIR: home })).toEqual(outcome);
  });

  it('lets pass a list that is no JSON', async () => {
    const home = await mkdtemp(join(folder(), 'azd-'));
    await writeFile(join(home, 'config.json'), '');

    expect(await runHook(line, { AZD_CONFIG_DIR: home })).toEqual(silent);
  });

  it('names what to run where azd has never been configured', async () => {
    expect(await runHook(line, { AZD_CONFIG_DIR: undefined, HOME: join(folder(), 'nobody') })).toEqual(refused);
  });
});

describe('the hook after azd up', () => {
  const folder = useTemporaryFolder();
  const line = 'node --require tsx/cjs infra/hooks/closing.ts';
  const outputs = { APIM_GATEWAY_URL: 'https://g', ...mcpUrlOutputs(gateway, (_, name) => `https://g/${name}`) };
  const deployed = { ...outputs, AZURE_ENV_NAME: 'two' };
  const key = "it's $secret";
  const command = 'set -a; eval "$(azd pulumi outputs -e two --show-secrets --format env)"; set +a; npm run smoke';

  /** Puts programs in front of the PATH; each says what it was asked. */
  async function programs(scripts: Record<string, string>): Promise<object> {
    for (const [name, script] of Object.entries(scripts)) {
      const file = join(folder(), name);
      await writeFile(file, `#!/bin/sh\necho "${name} $*" >> '${folder()}/calls'\n${script}\n`);
      await chmod(file, 0o755);
    }
    await writeFile(join(folder(), 'calls'), '');
    return { PATH: `${folder()}:${process.env.PATH ?? ''}` };
  }
  const calls = () => readFile(join(folder(), 'calls'), 'utf8');
  const shown = (finished: { stdout: string }) => /^APIM_SUBSCRIPTION_KEY +(.+)$/m.exec(finished.stdout)?.[1];

  it('belongs to azd up, and may use the terminal', () => {
    expect(project).toContain(`postup:\n    run: ${line}\n    interactive: true\n`);
  });

  it('says where the gateway is, how to see the key, and what to try, without a terminal', async () => {
    const path = await programs({ azd: 'exit 1' });

    const finished = await runHook(line, { ...path, ...deployed, APIM_SUBSCRIPTION_KEY: 'of another gateway' });

    expect(finished).toMatchObject({ exitCode: 0, stderr: '' });
    for (const [name, value] of Object.entries(outputs)) {
      expect(finished.stdout).toMatch(new RegExp(`^${name} +${value}$`, 'm'));
    }
    expect(shown(finished)).toBe('to see it: azd pulumi outputs -e two --show-secrets');
    expect(finished.stdout).toContain(`\n${command}\n`);
    expect(await calls()).toBe('');
  });

  it.each<[title: string, answer: string, shown: string]>([
    ['shows the key', `echo '${JSON.stringify({ APIM_SUBSCRIPTION_KEY: 'k1' })}'`, 'k1'],
    ['says that there is no key', `echo '{"APIM_SUBSCRIPTION_KEY":""}'`, 'none: the gateway asks for no key'],
    ['says how to see a key that it cannot read', 'exit 1', 'to see it: azd pulumi outputs -e two --show-secrets'],
    ['says how to see a key that it is not told', 'echo what?', 'to see it: azd pulumi outputs -e two --show-secrets'],
  ])('%s on a terminal', async (_, answer, expected) => {
    const path = await programs({ azd: answer });
    const terminal = join(folder(), 'terminal.js');
    await writeFile(terminal, 'process.stdout.isTTY = true;');

    const finished = await runHook(line, { ...path, ...deployed, NODE_OPTIONS: `--require ${terminal}` });

    expect(finished).toMatchObject({ exitCode: 0, stderr: '' });
    expect(shown(finished)).toBe(expected);
    expect(await calls()).toBe('azd pulumi outputs -e two --show-secrets --format json\n');
  });

  it('names a command that hands the outputs to npm run smoke', async () => {
    const path = await programs({
      azd: `cat <<'END'\nAPIM_SUBSCRIPTION_KEY='${key.replace("'", `'\\''`)}'\nEND`,
      npm: 'echo "$APIM_SUBSCRIPTION_KEY"; sh -c \'echo "$APIM_SUBSCRIPTION_KEY"\'',
    });

    const finished = await runHook(command, path);

    expect(finished).toEqual({ exitCode: 0, stdout: `${key}\n${key}\n`, stderr: '' });
    expect(await calls()).toBe('azd pulumi outputs -e two --show-secrets --format env\nnpm run smoke\n');
  });
});
