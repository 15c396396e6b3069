import { findItem, menu, menuSchema, type Constraints, type MenuItem } from '../../menu';
import { UnusableCall } from './callToolResult';

export interface Tool {
  name: string;
  description: string;
  /** JSON Schemas. */
  inputSchema: ObjectSchema;
  outputSchema: ObjectSchema;
  /** Answers a call in the shape of `outputSchema`; a call with arguments that `inputSchema` lacks does not get here. */
  answer: (args: Arguments) => object;
}

type Arguments = Readonly<Record<string, unknown>>;

interface ObjectSchema {
  type: 'object';
  properties: object;
  [keyword: string]: unknown;
}

const { menuItem, constraints: constraintsSchema, id, text, option } = menuSchema.$defs;
const { menuVersion, categories } = menuSchema.properties;

const listed = ['id', 'name', 'category', 'basePrice', 'available'] as const satisfies (keyof MenuItem)[];
const detailed = [
  'id',
  'name',
  'description',
  'basePrice',
  'allergens',
  'options',
] as const satisfies (keyof MenuItem)[];
const constraints = ['openHours', 'maxItemsPerOrder', 'notes'] as const satisfies (keyof Constraints)[];

const noArguments: ObjectSchema = { type: 'object', properties: {}, required: [], additionalProperties: false };

/** The three tools of the menu, in the order in which clients list them. */
export const tools: readonly Tool[] = [
  {
    name: 'get_list_menus',
    description:
      'List everything on the menu: item ids, Japanese names, categories, prices in yen and whether each item is ' +
      'available now. Also returns menuVersion, which every order must state. Call this first.',
    inputSchema: noArguments,
    outputSchema: outputSchema({
      menuVersion,
      categories,
      items: { type: 'array', items: objectSchema(pick(menuItem.properties, listed)) },
    }),
    answer() {
      const items = menu.items.map((item) => pick(item, listed));
      return { menuVersion: menu.menuVersion, categories: menu.categories, items };
    },
  },
  {
    name: 'get_menu_details',
    description:
      'Describe one item: a Japanese description, its price in yen, its allergens, and options that cost nothing ' +
      'and are requested in the note of an order.',
    // The host refuses a call that lacks a root-required argument before the tool sees it, with a protocol error that
    // many clients hide from the model. minProperties asks for the same single argument and leaves the answer to us.
    inputSchema: {
      type: 'object',
      properties: {
        itemId: { type: 'string', description: 'Required. The id of an item as returned by get_list_menus.' },
      },
      required: [],
      minProperties: 1,
      additionalProperties: false,
    },
    outputSchema: outputSchema(pick(menuItem.properties, detailed)),
    answer: ({ itemId }) => pick(itemNamedBy(itemId), detailed),
  },
  {
    name: 'get_constraints',
    description:
      'Get the rules for ordering: open hours, how many items one order may hold, and notes in Japanese for the guest.',
    inputSchema: noArguments,
    outputSchema: outputSchema(pick(constraintsSchema.properties, constraints)),
    answer: () => pick(menu.constraints, constraints),
  },
];

/** Answers a call of a tool. Throws `UnusableCall` when its arguments are not the tool's. */
export function answerCall(tool: Tool, args: Arguments): object {
  refuseUnknownArguments(tool, args);
  return tool.answer(args);
}

function itemNamedBy(itemId: unknown): MenuItem {
  const item = typeof itemId === 'string' ? findItem(itemId) : undefined;
  if (item) return item;

  const validIds = menu.items.map(({ id }) => id).join(', ');
  throw new UnusableCall(`${mistakeIn(itemId)} Use one of: ${validIds}.`);
}

function mistakeIn(itemId: unknown): string {
  if (itemId === undefined) return 'The argument itemId is missing.';
  // A model that sends a page of text gets the start of it back.
  const quoted = JSON.stringify(itemId).slice(0, 80);
  return typeof itemId === 'string'
    ? `itemId ${quoted} is not on the menu.`
    : `itemId must be a string, not ${quoted}.`;
}

function refuseUnknownArguments({ inputSchema }: Tool, args: Arguments): void {
  const known = Object.keys(inputSchema.properties);
  const unknown = Object.keys(args).filter((name) => !known.includes(name));
  if (unknown.length === 0) return;

  const expectation = known.length === 0 ? 'no arguments' : `only ${known.join(', ')}`;
  throw new UnusableCall(`Unknown argument ${unknown.join(', ')}. This tool takes ${expectation}.`);
}

/** Schemas of the menu refer to these. */
function outputSchema(properties: Record<string, object>): ObjectSchema {
  return { ...objectSchema(properties), $defs: { id, text, option } };
}

function objectSchema(properties: Record<string, object>): ObjectSchema {
  const required = Object.keys(properties);
  return { type: 'object', properties, required, additionalProperties: false };
}

function pick<T extends object, K extends keyof T>(source: T, keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(keys.map((key) => [key, source[key]])) as Pick<T, K>;
}
