import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gateway } from '../../gateway';
import { policyFolder } from '../../gateway/model';
import { HIDDEN } from '../../infra/plan/secrets';
import { specials, tracking, withServers } from '../support/infra/definitions';
import { declare } from '../support/infra/program';

const { menu, orders } = gateway.mcpServers;

describe('the gateway’s definition', () => {
  it('is published as it is written', async () => {
    const stack = await declare();

    expect(stack.named('apim-mcp-servers/menu-mcp').inputs).toEqual({
      type: 'mcp',
      path: menu.path,
      displayName: menu.displayName,
      description: menu.description,
      protocols: ['https'],
      subscriptionRequired: true,
      backendId: 'menu',
    });
    expect(stack.named('apim-mcp-servers/orders-mcp').inputs).toEqual({
      type: 'mcp',
      path: orders.path,
      displayName: orders.displayName,
      description: orders.description,
      protocols: ['https'],
      subscriptionRequired: true,
      mcpTools: orders.tools.map(({ operationId, description }) => ({
        name: operationId,
        description,
        operationId: `${stack.named('apim-orders-api').id}/operations/${operationId}`,
      })),
    });
  });

  it.each([
    ['a text in brackets', '[What is on offer]', '[[What is on offer]'],
    ['a text that only starts with one', '[beta] What is on offer.', '[beta] What is on offer.'],
  ])('may have %s, which no template takes for an expression', async (_title, description, written) => {
    const stack = await declare({}, withServers({ specials: { ...specials, description } }));

    expect(stack.named('apim-mcp-servers/specials-mcp').inputs.description).toBe(description);
    expect(JSON.stringify(stack.named('apim-mcp-servers').inputs)).toContain(`"${written}"`);
  });

  it('has its REST API imported from the contract, with the server made absolute', async () => {
    const stack = await declare();

    const { value, serviceUrl } = stack.named('apim-orders-api').inputs;
    expect(JSON.parse(String(value))).toEqual({ ...gateway.restApis.orders.document, servers: [{ url: serviceUrl }] });
    expect(serviceUrl).toMatch(
      new RegExp(`^https://orders-[a-z0-9-]+\\.azurewebsites\\.net${gateway.restApis.orders.backend.path}$`),
    );
  });

  it('keeps the query parameters of its REST API out of the URL templates, required ones too', async () => {
    const stack = await declare();

    expect(stack.named('apim-orders-api').inputs.translateRequiredQueryParametersConduct).toBe('query');
  });

  it('gets a third MCP server by one more row', async () => {
    const before = await declare();
    const stack = await declare({}, withServers({ specials, tracking }));

    const known = new Set(before.resources.map(({ name }) => name));
    const added = stack.resources.map(({ name }) => name).filter((name) => !known.has(name));
    expect(added.sort()).toEqual([
      'apim-mcp-servers/agents/specials-mcp',
      'apim-mcp-servers/agents/tracking-mcp',
      'apim-mcp-servers/specials-mcp',
      'apim-mcp-servers/tracking-mcp',
      'apim-specials-backend',
      'apim-specials-mcp-diagnostic',
      'apim-specials-mcp-policy',
      'apim-tracking-mcp-diagnostic',
      'apim-tracking-mcp-policy',
    ]);
    expect(stack.named('apim-mcp-servers/specials-mcp').inputs.backendId).toBe('specials');
    expect(stack.outputs).toMatchObject({
      SPECIALS_MCP_URL: `${String(stack.outputs.APIM_GATEWAY_URL)}/specials/mcp`,
      TRACKING_MCP_URL: `${String(stack.outputs.APIM_GATEWAY_URL)}/tracking/mcp`,
    });
  });

  it('gets a second REST API by one more row, imported after the first', async () => {
    const { orders } = gateway.restApis;
    const shop = { ...orders, path: `${orders.path}-shop`, key: { header: 'K', query: 'k', namedValue: 'shop-key' } };
    const stack = await declare({}, { ...gateway, restApis: { ...gateway.restApis, shop } });

    expect(stack.named('apim-shop-api').after).toContain('apim-orders-api');
    expect(stack.named('apim-value-shop-key').inputs).toMatchObject({ secret: true });
    expect(stack.outputs).toMatchObject({ SHOP_API_KEY: HIDDEN });
  });

  it.each(readdirSync(policyFolder))('has %s applied byte for byte', async (file) => {
    const stack = await declare();
    const text = readFileSync(join(policyFolder, file), 'utf8');

    const applied = stack.resources.filter(({ inputs }) => inputs.value === text);

    expect(applied.map(({ inputs }) => inputs.format)).toEqual(['rawxml']);
  });
});
