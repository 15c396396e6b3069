import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv';
import { CallToolResultSchema, ToolSchema, type CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import Ajv from 'ajv';
import { gatewaySecretHeader } from '../../../functions/gatewaySecret';
import host from '../../../functions/menu/host.json';
import { tools } from '../../../functions/menu/tools';
import { menu } from '../../../menu';
import { menuList } from '../../support/menuList';
import { soldOut } from '../../support/orders';
import { loadApp, type LoadedApp } from '../core';

const app = load();
const schemas = new AjvJsonSchemaValidator();
const itemIds = menu.items.map(({ id }) => id);

/** Loads the app with these settings and no others. */
function load(settings: Record<string, string> = {}): LoadedApp {
  const before = process.env;
  process.env = { ...settings };
  try {
    return loadApp(() => void jest.requireActual('../../../functions/menu'));
  } finally {
    process.env = before;
  }
}

/** Calls a tool through the function that is registered for it, and unpacks the envelope that the extension reads. */
async function call(name: string, args?: object, transport?: object, loaded = app): Promise<CallToolResult> {
  const payload = JSON.stringify({ name, arguments: args, transport: { name: 'http-streamable', ...transport } });
  const { string } = await loaded.invoke(name, { string: payload });
  const { type, content } = JSON.parse(String(string)) as { type: string; content: string };
  expect(type).toBe('call_tool_result');
  return CallToolResultSchema.parse(JSON.parse(content));
}

function textOf({ content }: CallToolResult): string {
  const [block] = content;
  return block?.type === 'text' ? block.text : '';
}

describe('registration', () => {
  const triggers = app.functions.map(({ bindings }) => Object.values(bindings)[0] ?? {});

  it('offers every tool of the table, in its order', () => {
    const names = triggers.map(({ toolName }) => toolName);

    expect(names).toEqual(tools.map(({ name }) => name));
  });

  it.each(triggers)('sends the host the trigger of $toolName as it stands', (trigger) => {
    expect(trigger).toMatchObject({
      type: 'mcpToolTrigger',
      direction: 'in',
      useResultSchema: true,
      useWorkerInputSchema: true,
      description: expect.stringMatching(/\.$/) as string,
    });
  });

  it.each(triggers)('gives $toolName schemas that an MCP client accepts', ({ toolName, description, ...trigger }) => {
    const tool = {
      name: toolName,
      description,
      inputSchema: JSON.parse(String(trigger.inputSchema)) as object,
      outputSchema: JSON.parse(String(trigger.outputSchema)) as object,
    };

    expect(ToolSchema.parse(tool)).toEqual(tool);
    expect(new Ajv({ strict: true }).compile(tool.outputSchema)).toBeInstanceOf(Function);
  });

  // The extension does not start a tool whose schema lacks one of these at its root.
  it.each(tools)(
    'declares an object with properties and a required list for $name',
    ({ inputSchema, outputSchema }) => {
      for (const schema of [inputSchema, outputSchema]) {
        expect(schema).toMatchObject({
          type: 'object',
          properties: expect.any(Object) as object,
          required: expect.any(Array) as string[],
        });
      }
    },
  );

  it('asks for the extension bundle that knows output schemas', () => {
    expect(host.extensionBundle.version).toBe('[4.36.0, 5.0.0)');
  });

  it('leaves the key to the gateway', () => {
    expect(host.extensions.mcp.system.webhookAuthorizationLevel).toBe('Anonymous');
  });
});

describe('get_list_menus', () => {
  it('lists every item with the members of the specification', async () => {
    const { structuredContent } = await call('get_list_menus');

    expect(structuredContent).toEqual(menuList);
  });
});

describe('get_menu_details', () => {
  it.each(menu.items)('describes $id with the members of the specification', async (item) => {
    const { structuredContent } = await call('get_menu_details', { itemId: item.id });

    const { id, name, description, basePrice, allergens, options } = item;
    expect(structuredContent).toEqual({ id, name, description, basePrice, allergens, options });
  });

  it.each([
    ['is missing', undefined, 'itemId is missing'],
    ['is missing from an empty object', {}, 'itemId is missing'],
    ['is a number', { itemId: 7 }, 'itemId must be a string, not 7'],
    ['is null', { itemId: null }, 'itemId must be a string, not null'],
    ['is a list', { itemId: ['ramen-shoyu'] }, 'itemId must be a string, not ["ramen-shoyu"]'],
    ['is not on the menu', { itemId: 'ramen-curry' }, 'itemId "ramen-curry" is not on the menu'],
    ['is empty', { itemId: '' }, 'itemId "" is not on the menu'],
    ['is a word of the language', { itemId: '__proto__' }, 'itemId "__proto__" is not on the menu'],
  ])('says what to send when itemId %s', async (_, args, sentence) => {
    const result = await call('get_menu_details', args);

    expect(result.isError).toBe(true);
    expect(textOf(result)).toContain(sentence);
    expect(textOf(result)).toContain(`Use one of: ${itemIds.join(', ')}.`);
  });

  it('does not send a page of nonsense back', async () => {
    const result = await call('get_menu_details', { itemId: 'x'.repeat(100_000) });

    expect(textOf(result).length).toBeLessThan(1000);
  });

  // With a required list the host would answer such a call itself, with a protocol error.
  it('has a schema that asks for itemId without a required list', () => {
    const schema = tools.find(({ name }) => name === 'get_menu_details')?.inputSchema ?? {};
    const validate = new Ajv().compile(schema);

    expect(schema).toHaveProperty('required', []);
    expect([{ itemId: 'a' }, {}, { item: 'a' }, { itemId: 1 }].map((args) => validate(args))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('get_constraints', () => {
  it('answers with the members of the specification', async () => {
    const { structuredContent } = await call('get_constraints');

    const { openHours, maxItemsPerOrder, notes } = menu.constraints;
    expect(structuredContent).toEqual({ openHours, maxItemsPerOrder, notes });
  });
});

it.each([
  ['get_list_menus', undefined],
  ['get_menu_details', { itemId: soldOut }],
  ['get_constraints', undefined],
])('%s says the same as text and as structured content, in the shape it declares', async (name, args) => {
  const result = await call(name, args);

  const outputSchema = tools.find((tool) => tool.name === name)?.outputSchema ?? {};
  expect(JSON.parse(textOf(result))).toEqual(result.structuredContent);
  expect(schemas.getValidator(outputSchema)(result.structuredContent)).toMatchObject({ valid: true });
});

it.each(itemIds)('describes %s in the shape it declares', async (itemId) => {
  const { structuredContent } = await call('get_menu_details', { itemId });

  const outputSchema = tools.find(({ name }) => name === 'get_menu_details')?.outputSchema ?? {};
  expect(schemas.getValidator(outputSchema)(structuredContent)).toMatchObject({ valid: true });
});

it.each([
  ['get_list_menus', { category: 'ramen' }, 'Unknown argument category. This tool takes no arguments.'],
  ['get_menu_details', { itemId: 'ramen-shoyu', lang: 'en' }, 'Unknown argument lang. This tool takes only itemId.'],
  ['get_menu_details', { item_id: 'ramen-shoyu' }, 'Unknown argument item_id. This tool takes only itemId.'],
  ['get_constraints', { a: 1, b: 2 }, 'Unknown argument a, b. This tool takes no arguments.'],
])('%s refuses %j', async (name, args, sentence) => {
  const result = await call(name, args);

  expect(result).toEqual({ isError: true, content: [{ type: 'text', text: sentence }] });
});

describe('behind a gateway', () => {
  const secret = 'a'.repeat(32);
  const behind = load({ GATEWAY_SECRET: secret });
  const callWith = (headers?: object) => call('get_constraints', {}, headers && { properties: { headers } }, behind);

  it.each([gatewaySecretHeader, gatewaySecretHeader.toLowerCase(), gatewaySecretHeader.toUpperCase()])(
    'answers a call that brings the secret as %s',
    async (header) => {
      const { isError, structuredContent } = await callWith({ Accept: '*/*', [header]: secret });

      expect(isError).toBeUndefined();
      expect(structuredContent).toHaveProperty('openHours');
    },
  );

  it.each([
    ['no transport', undefined],
    ['no header', {}],
    ['a wrong secret', { [gatewaySecretHeader]: 'b'.repeat(32) }],
    ['the secret twice', { [gatewaySecretHeader]: `${secret},${secret}` }],
    ['the secret elsewhere', { Authorization: secret }],
  ])('refuses a call with %s, whatever its arguments', async (_title, headers) => {
    const result = await callWith(headers);

    const sentence = 'This tool answers through the gateway only: connect to the MCP server there.';
    expect(result).toEqual({ isError: true, content: [{ type: 'text', text: sentence }] });
  });

  it.each(['', 'a'.repeat(31), `${secret}\n`])('does not start with %j as the secret', (malformed) => {
    expect(() => load({ GATEWAY_SECRET: malformed })).toThrow(
      /^The menu app cannot start\. GATEWAY_SECRET must be 32 letters and digits or more; without it the app answers everybody\.$/,
    );
  });
});
