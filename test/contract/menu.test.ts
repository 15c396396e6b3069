import { tools } from '../../functions/menu/tools';
import { menu } from '../../menu';
import { callTool, useClient } from '../support/mcpClient';
import { menuList } from '../support/menuList';
import { describeTargets } from '../support/targets';

describeTargets('the menu server', (target) => {
  const client = useClient(target, 'MENU_MCP_URL');

  it('lists the menu tools with their schemas', async () => {
    const listed = await client().listTools();

    expect(listed.tools.map(shown).sort(byName)).toEqual(tools.map(shown).sort(byName));
  });

  it('lists every dish of the menu file with the version that orders must state', async () => {
    const answer = await callTool(client(), 'get_list_menus');

    expect(answer.failed).toBe(false);
    expect(answer.data).toEqual(menuList);
  });

  it.each(menu.items.map((item) => [item.id, item] as const))('describes %s', async (itemId, item) => {
    const { id, name, description, basePrice, allergens, options } = item;

    const answer = await callTool(client(), 'get_menu_details', { itemId });

    expect(answer.data).toEqual({ id, name, description, basePrice, allergens, options });
  });

  it('tells the constraints of an order', async () => {
    const { openHours, maxItemsPerOrder, notes } = menu.constraints;

    const answer = await callTool(client(), 'get_constraints');

    expect(answer.data).toEqual({ openHours, maxItemsPerOrder, notes });
  });

  it.each([
    ['get_list_menus', {}],
    ['get_menu_details', { itemId: 'ramen-shoyu' }],
    ['get_constraints', {}],
  ])('gives the answer of %s as structured content as well', async (name, args) => {
    const answer = await callTool(client(), name, args);

    expect(answer.structuredContent).toEqual(answer.data);
  });

  it.each([
    ['an unknown dish', { itemId: 'ramen-curry' }],
    ['a path instead of a dish', { itemId: '../menu' }],
    ['a dish in the wrong case', { itemId: 'RAMEN-SHOYU' }],
    ['a number', { itemId: 7 }],
    ['no dish', {}],
    ['an empty name', { itemId: '' }],
  ])('answers %s with a failure that names the field and the valid ids', async (_title, args) => {
    const answer = await callTool(client(), 'get_menu_details', args);

    expect(answer.failed).toBe(true);
    expect(answer.text).toContain('itemId');
    for (const { id } of menu.items) expect(answer.text).toContain(id);
  });

  it.each([
    ['get_list_menus', { itemId: 'ramen-shoyu' }, 'itemId'],
    ['get_constraints', { date: 'today' }, 'date'],
    ['get_menu_details', { itemId: 'ramen-shoyu', language: 'en' }, 'language'],
  ])('refuses an argument that %s does not take', async (name, args, field) => {
    const answer = await callTool(client(), name, args);

    expect(answer.failed).toBe(true);
    expect(answer.text).toContain(field);
  });

  it('refuses a tool that it does not have', async () => {
    const call = client().callTool({ name: 'get_reservations', arguments: {} });

    await expect(call).rejects.toMatchObject({ code: -32602 });
  });
});

interface Shown {
  name: string;
  description?: string | undefined;
  inputSchema: object;
  outputSchema?: object | undefined;
}

/** The parts of a tool that a client sees. */
function shown({ name, description, inputSchema, outputSchema }: Shown): Shown {
  return { name, description, inputSchema, outputSchema };
}

function byName(one: Shown, other: Shown): number {
  return one.name.localeCompare(other.name);
}
