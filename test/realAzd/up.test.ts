import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { predictSecrets } from '../../infra/plan/predictedAzure';
import type { AppName } from '../../gateway';
import { differences, type Files, readFiles, unpack, writeFiles } from '../support/azd/bundles';
import { describeWithAzd, useAzd } from '../support/azd/realAzd';
import { type Ended, start } from '../support/azd/transcript';
import { declare } from '../support/infra/program';
import { withoutColours } from '../support/program';

const apps = Object.keys({ menu: true, orders: true } satisfies Record<AppName, true>);

describeWithAzd('azd up', () => {
  const azd = useAzd();
  let up: Ended;

  beforeAll(async () => {
    await azd().run('npm', 'run', '--silent', 'azd:install');
    await azd().createEnvironment('dev');
    const begin = performance.now();
    up = await azd().succeed('up', '--no-prompt');
    process.stdout.write(`azd up took ${((performance.now() - begin) / 1000).toFixed(1)} s.\n`);
  });

  it('says what is being created, and that Azure goes on without it', () => {
    expect(up.text).toMatch(/creating \d+ of \d+: /);
    expect(up.text).toMatch(/Ctrl-C/);
    expect(up.text).toContain('SUCCESS');
  });

  it('creates what the program declares', async () => {
    const { resources } = await declare({ environmentName: 'dev' });

    expect(azd().azure.resources.size).toBe(resources.length);
  });

  it('closes with the outputs and the command that shows the key', () => {
    const closing = up.text.slice(up.text.indexOf('APIM_GATEWAY_URL'));

    expect(closing).toMatch(/APIM_GATEWAY_URL\W+https:\/\/apim-dev-\w+\.azure-api\.net\b/);
    expect(closing).toMatch(/MENU_MCP_URL\W+https:\/\/\S+\/menu\/mcp/);
    expect(closing).toMatch(/ORDERS_MCP_URL\W+https:\/\/\S+\/orders\/mcp/);
    expect(closing).toContain('azd pulumi outputs -e dev --show-secrets');
    expect(closing).toContain('npm run smoke');
  });

  it('keeps the outputs in .env, and no secret anywhere beside it', async () => {
    const values = await azd().readEnvironment('dev');
    const texts = await Promise.all([join(azd().folder, '.azure'), join(azd().folder, '.pulumi-state')].map(readAll));

    expect(values).toMatch(/^APIM_GATEWAY_URL="https:/m);
    expect(values).toMatch(/^AZURE_RESOURCE_GROUP="rg-dev-/m);
    expect(values).not.toContain('KEY');
    const secrets = ['agents', 'orders'].flatMap((sid) => Object.values(predictSecrets({ sid })).map(String));
    expect(secrets.filter((secret) => texts.join().includes(secret))).toEqual([]);
  });

  it.each(apps)('uploads what a clean build of %s makes, byte for byte', async (app) => {
    await rm(join(azd().folder, 'dist', app), { recursive: true });
    await azd().run('npm', 'run', '--silent', 'build');

    expect(differences(uploaded(app), await readFiles(join(azd().folder, 'dist', app)))).toEqual([]);
  });

  it('deploys what keeps the contract', async () => {
    const bundles = await mkdtemp(join(tmpdir(), 'ramen-deployed-'));
    for (const app of apps) await writeFiles(join(bundles, app), uploaded(app));
    const place = { cwd: join(__dirname, '../..'), env: withoutColours({ DEPLOYED_BUNDLES: bundles }) };

    const { exitCode, text } = await start('jest', ['--config', 'test/deployed.config.js', '--maxWorkers', '2'], place)
      .ended;

    await rm(bundles, { recursive: true });
    expect({ exitCode, failures: exitCode === 0 ? '' : text }).toEqual({ exitCode: 0, failures: '' });
    const counts = /^Contract targets: \[deployed\].*\n(.*)$/m.exec(text)?.[1];
    expect(counts).toMatch(/^[1-9]\d* passed, 0 failed$/);
    process.stdout.write(`The contract suite against what azd deployed: ${counts ?? ''}.\n`);
  });

  it('has nothing to create the second time', async () => {
    const before = new Map(azd().azure.resources);

    const { text } = await azd().succeed('up', '--no-prompt');

    expect(text).toContain('SUCCESS');
    expect(text).not.toContain('creating');
    expect(azd().azure.resources).toEqual(before);
  });

  it('packages whole bundles twenty times, though it builds both apps for each, and at the same time', async () => {
    const built = await Promise.all(apps.map((app) => readFiles(join(azd().folder, 'dist', app))));
    const packed = (app: string) => join(azd().folder, '.azure', `${app}.zip`);
    const torn: string[] = [];
    for (let round = 0; round < 20; round += 1) {
      // What azd up does; azd package alone takes one after the other.
      await Promise.all(apps.map((app) => azd().succeed('package', app, '--output-path', packed(app))));
      const zips = await Promise.all(apps.map((app) => readFile(packed(app))));
      torn.push(...zips.flatMap((zip, index) => differences(unpack(zip), built[index] ?? {})));
    }

    expect(torn).toEqual([]);
  });

  function uploaded(app: string): Files {
    const site = [...azd().cloud.uploads.keys()].find((name) => name.startsWith(`${app}-dev-`));
    return unpack(azd().cloud.uploads.get(site ?? ''));
  }
});

async function readAll(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return (await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')))).join('\n');
}
