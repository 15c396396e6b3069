import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { gateway } from '../gateway';
import { isPassthrough, type McpServer } from '../gateway/model';
import { settings } from '../infra/config/settings';
import manifest from '../package.json';
import { exitCodes } from '../terminal/userError';
import { toolNames } from './support/published';

const root = join(__dirname, '..');
const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter((file) => file !== '' && existsSync(join(root, file)));

const code = files.filter((file) => /\.(ts|js|mjs)$/.test(file) && !file.endsWith('.d.ts'));
const prose = files.filter((file) => file.endsWith('.md') && file !== 'bench/results.md');
/** Texts in two languages that say the same. */
const twins = prose.filter((file) => file.endsWith('.ja.md'));
/** Names that tools and customs prescribe. */
const prescribed = /^(\.[\w.-]+|README(\.ja)?\.md|[A-Z]+(\.md)?|Pulumi\.yaml|package-lock\.json|config\.schema\.json)$/;

const read = (file: string) => readFileSync(join(root, file), 'utf8');

describe('the function apps', () => {
  const apps = readdirSync(join(root, 'functions')).filter((name) =>
    statSync(join(root, 'functions', name)).isDirectory(),
  );

  it('are the services of azure.yaml', () => {
    const services = [...read('azure.yaml').matchAll(/^ {2}(\w+):\n {4}project: \.$/gm)].map(([, name]) => name);

    expect(services.sort()).toEqual(apps.sort());
  });

  it('are deployed from the folders that the build writes', () => {
    const folders = [...read('azure.yaml').matchAll(/^ {4}dist: (.+)$/gm)].map(([, folder]) => folder);

    expect(folders.sort()).toEqual(apps.map((app) => `dist/${app}`).sort());
    for (const folder of folders) expect(existsSync(join(root, String(folder), 'host.json'))).toBe(true);
  });

  it('are all published by the gateway, which publishes no others', () => {
    const servers: McpServer[] = Object.values(gateway.mcpServers);
    const published = [...Object.values(gateway.restApis), ...servers.filter(isPassthrough)];

    const backends = new Set(published.map(({ backend }) => backend.app));

    expect([...backends].sort()).toEqual(apps.sort());
  });
});

describe('versions', () => {
  it('runs every script on the Node version that Azure runs', () => {
    const pinned = new Set(Object.values(manifest.optionalDependencies));

    expect([...pinned]).toEqual([`${settings.nodeVersion.default}.x`]);
  });

  it('bundles for the oldest Node version that may run a bundle', () => {
    const [, target] = /target: 'node(\d+)'/.exec(read('functions/build.ts')) ?? [];

    expect(manifest.engines.node).toMatch(new RegExp(`^>=${String(target)}\\.`));
  });

  it('pins every dependency to one version', () => {
    const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies });

    for (const version of versions) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('pins every action of a workflow to one commit, and says which version that is', () => {
    const workflows = files.filter((file) => file.startsWith('.github/workflows/')).map(read);

    const actions = workflows.flatMap((workflow) => workflow.match(/(?<=uses: ).+/g) ?? []);
    expect(actions).toContainEqual(expect.stringMatching(/^Azure\/setup-azd@/));
    for (const action of actions) expect(action).toMatch(/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('names no registry in the lock file', () => {
    expect(read('package-lock.json')).not.toMatch(/"resolved": "http/);
  });
});

describe.each(prose)('%s', (file) => {
  it('names only scripts that exist', () => {
    const named = [...read(file).matchAll(/\bnpm run (?:-s |--silent )?([\w:]+)/g)].map(([, name]) => String(name));

    expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining(named));
  });

  it('links only to files that exist', () => {
    const links = [...read(file).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, link]) => String(link));

    expect(links.filter((link) => !existsSync(join(root, dirname(file), link)))).toEqual([]);
  });
});

describe.each(twins)('%s', (file) => {
  const english = file.replace('.ja.md', '.md');

  it('has a twin in English, and each leads to the other', () => {
    expect(read(file)).toContain(`(${basename(english)})`);
    expect(read(english)).toContain(`(${basename(file)})`);
  });

  it('has as many sections as its twin, with the same commands', () => {
    const outline = (text: string) => ({
      sections: [...text.matchAll(/^(#+) /gm)].map(([, level]) => level),
      commands: [...text.matchAll(/^(?:npm|npx|pulumi|azd|az|curl|git) .*$/gm)].map(([command]) => command),
    });

    expect(outline(read(file))).toEqual(outline(read(english)));
  });
});

describe.each(['README.md', 'README.ja.md'])('%s', (file) => {
  it('is at most 16,000 bytes long', () => {
    expect(statSync(join(root, file)).size).toBeLessThanOrEqual(16_000);
  });

  it.each(Object.values(toolNames).flat())('has a row for the tool %s', (name) => {
    expect(read(file)).toMatch(new RegExp(`^\\| \`${name}\` `, 'm'));
  });

  it.each(Object.entries(exitCodes).filter(([name]) => name !== 'declined'))(
    'has a row for the exit code %s',
    (_, code) => {
      expect(read(file)).toMatch(new RegExp(`^\\| \`?${code}\`? `, 'm'));
    },
  );
});

describe.each(['docs/azure.md', 'docs/azure.ja.md'])('%s', (file) => {
  it.each(Object.entries(settings))('tells how to set %s', (name, { environment, ...setting }) => {
    const rows = read(file)
      .split('\n')
      .filter((line) => line.startsWith(`| \`${name}\` `));
    const words = [...environment, 'default' in setting ? setting.default : name];

    expect(rows.some((row) => words.every((word) => row.includes(word)))).toBe(true);
  });
});

describe('AGENTS.md', () => {
  it('fits on a page or two', () => {
    expect(read('AGENTS.md').trimEnd().split('\n').length).toBeLessThanOrEqual(80);
  });

  it('says what each dependency is for', () => {
    const text = read('AGENTS.md');
    const dependencies = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });

    const unexplained = dependencies.filter((name) => !name.startsWith('@types/') && !text.includes(`\`${name}\``));

    expect(unexplained).toEqual([]);
  });
});

describe('every file', () => {
  it('has a camelCase name, in a folder with one, unless a tool or a custom prescribes another', () => {
    const odd = files.filter((file) => !file.split('/').every(isCustomary));

    expect(odd).toEqual([]);
  });

  it('has at most 300 lines when it is code', () => {
    const long = code.filter((file) => read(file).split('\n').length > 301);

    expect(long).toEqual([]);
  });

  it('says nothing about the machine that it was written on', () => {
    const here = /(?<![\w.:/])\/(?:home|Users|root|work|private|opt|mnt)\/\w|\b[A-Z]:\\\w/;

    const telling = files.filter((file) => file !== 'test/repository.test.ts' && here.test(read(file)));

    expect(telling).toEqual([]);
  });
});

/** `getOrder.test.ts`, `config.d.ts` and `openapi.json` are; `get-order.ts` and `GetOrder.ts` are not. */
function isCustomary(name: string): boolean {
  const stem = basename(name, extname(name));
  return prescribed.test(name) || stem.split('.').every((part) => /^[a-z][a-zA-Z0-9]*$/.test(part));
}
