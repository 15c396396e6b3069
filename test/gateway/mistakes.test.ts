import { gateway } from '../../gateway';
import { mcpApiName, type Gateway } from '../../gateway/model';
import { refusalsOf } from '../support/refusals';

const { menu, orders } = gateway.mcpServers;
const api = gateway.restApis.orders;

function withServers(mcpServers: object): Gateway {
  return { ...gateway, mcpServers: mcpServers as Gateway['mcpServers'] };
}

describe('the definition of a gateway, in Azure and on a laptop,', () => {
  it('is accepted as it is published', async () => {
    expect(await refusalsOf(gateway)).toEqual({ azure: [], local: [] });
  });

  it.each([
    [
      'a server by its service URL, which Azure accepts and does not serve',
      withServers({ menu: { ...menu, serviceUrl: 'https://menu.example' } }),
      'The MCP server "menu" has "serviceUrl". API Management accepts it and then serves nothing: name a backend instead.',
    ],
    [
      'a server whose name no output and no variable can carry',
      withServers({ 'menu-board': menu }),
      '"menu-board" is no name of an MCP server: small letters and digits, a letter first, are.',
    ],
    [
      'a server that owns operations',
      withServers({ orders: { ...orders, operations: [] } }),
      'The MCP server "orders" has "operations". API Management lets an MCP server own no operations: name those of a REST API as tools.',
    ],
    [
      'a server with a backend and tools',
      withServers({ menu: { ...menu, tools: orders.tools } }),
      'The MCP server "menu" has "tools". It has a backend, and a server has one or the other.',
    ],
    [
      'a server with a backend and an API',
      withServers({ menu: { ...menu, api: 'orders' } }),
      'The MCP server "menu" has "api". It has a backend, and a server has one or the other.',
    ],
    [
      'a property that means nothing',
      withServers({ menu: { ...menu, colour: 'red' } }),
      'The MCP server "menu" has "colour". It is no property of an MCP server.',
    ],
    [
      'a property named like one of every object',
      withServers({ menu: { ...menu, constructor: 'red' } }),
      'The MCP server "menu" has "constructor". It is no property of an MCP server.',
    ],
    [
      'a server with neither a backend nor tools',
      withServers({ orders: { ...orders, tools: undefined } }),
      'The MCP server "orders" has neither a backend nor tools.',
    ],
    [
      'a server without a single tool',
      withServers({ orders: { ...orders, tools: [] } }),
      'The MCP server "orders" has neither a backend nor tools.',
    ],
    [
      'a tool that is offered twice',
      withServers({ orders: { ...orders, tools: [...orders.tools, orders.tools[0]] } }),
      `The MCP server "orders" offers "${orders.tools[0].operationId}" twice.`,
    ],
    [
      'tools of an API that does not exist',
      withServers({ orders: { ...orders, api: 'parcels' } }),
      'The MCP server "orders" offers the REST API "parcels", which does not exist.',
    ],
    [
      'a passthrough server named like a REST API',
      withServers({ orders: menu }),
      '"orders" is a REST API and a passthrough server: their backends would share the name.',
    ],
    [
      'a path that begins with a slash',
      withServers({ menu: { ...menu, path: '/menu' } }),
      '"/menu" is no path of an API: segments joined by slashes are.',
    ],
    [
      'a path that is empty',
      { ...gateway, restApis: { orders: { ...api, path: '' } } },
      '"" is no path of an API: segments joined by slashes are.',
    ],
    [
      'a REST API named as an MCP server is in API Management',
      { ...gateway, restApis: { ...gateway.restApis, [mcpApiName('menu')]: { ...api, path: 'other' } } },
      '"menu-mcp" is no name of a REST API: small letters and digits, a letter first, are.',
    ],
    [
      'one path for two APIs',
      withServers({ menu: { ...menu, path: api.path } }),
      `Two APIs have the path "${api.path}".`,
    ],
    [
      'an app that does not exist',
      withServers({ menu: { ...menu, backend: { app: 'parcels', path: '/' } } }),
      'There is no function app "parcels".',
    ],
  ])('is refused for %s', async (_title, definition, sentence) => {
    const { azure, local } = await refusalsOf(definition);

    expect(azure).toEqual([sentence]);
    expect(local).toEqual(azure);
  });

  it('is refused with all its mistakes at once', async () => {
    const definition = withServers({
      menu: { ...menu, serviceUrl: 'a', path: '/' },
      orders: { ...orders, api: 'parcels' },
    });

    const { azure, local } = await refusalsOf(definition);

    expect(azure.join('\n')).toMatch(/serviceUrl[^\n]+\n[^\n]+parcels[^\n]+\n"\/" is no path/);
    expect(local).toEqual(azure);
  });
});
