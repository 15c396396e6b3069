import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gateway } from '../../gateway';
import { mcpApiName, mcpServerPath } from '../../gateway/model';
import { settingNames } from '../../infra/config/settings';
import { configFromOptions, optionTable } from '../../infra/plan/options';
import { readOptions } from '../../terminal/options';

const root = join(__dirname, '../..');
const { menu } = gateway.mcpServers;

interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

async function plan(...args: readonly string[]): Promise<Run> {
  const command = ['--require', 'tsx/cjs', 'infra/plan/index.ts', ...args];
  // No variable of the machine may decide what the plan shows.
  const options = { cwd: root, env: { PATH: process.env.PATH, AZURE_ENV_NAME: 'unwanted', APIM_SKU: 'Premium' } };
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, command, options)) };
  } catch (error) {
    const { code, stdout, stderr } = error as Run;
    return { code, stdout, stderr };
  }
}

describe('npm run plan', () => {
  let standard: Run;

  beforeAll(async () => {
    standard = await plan();
  });

  it('shows every resource with its type, its version and what it waits for', () => {
    const { stdout } = standard;

    expect(stdout).toMatch(/^\d+ resources, about 9 minutes\./);
    expect(stdout).toContain('Microsoft.ApiManagement/service/apis@2024-06-01-preview');
    expect(stdout).toContain(`kind mcp; path ${menu.path}; key required true; backend menu`);
    expect(stdout).toContain('after apim-value-gateway-secret, menu');
    expect(stdout).toContain(`sends ${gateway.secret.header}\n`);
    expect(stdout).toContain('role Storage Table Data Contributor; on orders');
  });

  it('shows each MCP server, tool and product link of the template on lines of its own', () => {
    const { stdout } = standard;

    for (const [row, server] of Object.entries(gateway.mcpServers)) {
      const tools = 'tools' in server ? server.tools : [];
      expect(stdout).toMatch(new RegExp(`^ +\\d+:\\d\\d .? +apim-mcp-servers/${mcpApiName(row)}\n`, 'm'));
      expect(stdout).toMatch(new RegExp(`^ +\\d+:\\d\\d .? +apim-mcp-servers/agents/${mcpApiName(row)}\n`, 'm'));
      for (const { operationId } of tools) {
        expect(stdout).toContain(`\n          tool ${operationId} calls ${operationId} of orders\n`);
      }
    }
  });

  it('names the command that deletes each MCP server, which no deployment does', () => {
    const commands = standard.stdout.match(/^ {2}az rest --method delete .*$/gm) ?? [];

    expect(commands.map((command) => /\/apis\/([^?]+)\?api-version=2024-06-01-preview"$/.exec(command)?.[1])).toEqual(
      Object.keys(gateway.mcpServers).map(mcpApiName),
    );
  });

  it('shows the outputs without their secrets', () => {
    const { stdout } = standard;

    expect(stdout).toContain('APIM_SUBSCRIPTION_KEY = [secret]');
    expect(stdout).toContain('ORDERS_API_KEY = [secret]');
    expect(stdout).toMatch(new RegExp(`MENU_MCP_URL = https://\\S+${mcpServerPath(menu)}\n`));
  });

  it('shows what the deployment waits for', async () => {
    const { stdout } = await plan('--sku', 'Developer');

    expect(stdout).toMatch(/Critical path, about 36 minutes\n.*group\n.*apim-identity\n.* 0:12 to +35:12 {2}apim\n/);
  });

  it('is the same for the same options, so that two of them can be compared', async () => {
    const again = await plan();

    expect(again.stdout).toBe(standard.stdout);
  });

  it('follows the options it is given, and draws every resource and every wait for Mermaid', async () => {
    const options = ['--sku', 'StandardV2', '--capacity', '2', '--location', 'West US'];

    const [drawn, listed] = await Promise.all([plan('--mermaid', ...options), plan('--json', ...options)]);

    const { resources } = JSON.parse(listed.stdout) as {
      resources: { name: string; inputs: object; after: string[] }[];
    };
    expect(resources.find(({ name }) => name === 'apim')?.inputs).toMatchObject({
      location: 'westus',
      sku: { name: 'StandardV2', capacity: 2 },
    });
    expect(drawn.stdout).toMatch(/^flowchart LR\n/);
    expect(drawn.stdout.match(/-->|==>/g)).toHaveLength(resources.flatMap(({ after }) => after).length);
    for (const { name } of resources) expect(drawn.stdout).toContain(`["${name}<br/>`);
  });

  it('refuses values that are not right, all at once', () => {
    const read = () =>
      configFromOptions(readOptions(optionTable, ['--sku', 'Consumption', '--node-version', '20']) ?? {});

    expect(read).toThrow(/- sku .*\n- nodeVersion .*$/);
  });

  it('has an option for every setting', () => {
    const settingOptions = Object.keys(optionTable).filter((name) => !['json', 'mermaid'].includes(name));

    expect(settingOptions).toHaveLength(settingNames.length);
  });
});
