import { readFileSync } from 'node:fs';
import { gateway } from '../../gateway';
import { mcpApiName } from '../../gateway/model';
import { MCP_API_VERSION } from '../../infra/apiManagement/mcpServers';
import { armTypes } from '../../infra/plan/armTypes';
import { declare } from '../support/infra/program';

/** The documentation that azure-native generates for a class: it says which version of ARM's API the class speaks. */
function documentationOf(token: string): string {
  const [module = '', name = ''] = token.split(':');
  const file = `${name.charAt(0).toLowerCase()}${name.slice(1)}.d.ts`;
  return readFileSync(require.resolve(`@pulumi/azure-native/${module}/${file}`), 'utf8');
}

describe('the plan’s table of ARM types', () => {
  it.each(Object.entries(armTypes))('gives %s the version that its class speaks', (token, { apiVersion }) => {
    expect(documentationOf(token)).toContain(`Uses Azure REST API version ${apiVersion}.`);
  });

  it('has a row for every type in the stack, and no others', async () => {
    const plans = await declare({ sku: 'Developer', functionAccess: 'locked' });

    const used = new Set(plans.resources.map(({ type }) => type));
    expect(Object.values(armTypes).filter(({ type }) => !used.has(type))).toEqual([]);
  });

  it('shows the one version through which everything about MCP servers is declared', async () => {
    const stack = await declare();

    const declared = stack.resources.filter(({ deployment }) => deployment === 'apim-mcp-servers');
    expect(declared.map(({ name }) => name).sort()).toEqual(
      Object.keys(gateway.mcpServers)
        .map(mcpApiName)
        .flatMap((name) => [`apim-mcp-servers/${name}`, `apim-mcp-servers/${gateway.product.name}/${name}`])
        .sort(),
    );
    expect(new Set(declared.map(({ apiVersion }) => apiVersion))).toEqual(new Set([MCP_API_VERSION]));
  });
});
