import document from './menu.json';
import type { Menu, MenuItem } from './menu.schema';

export type { Constraints, MenuItem } from './menu.schema';
export { default as menuSchema } from './menu.schema.json';

/** What the shop sells and the rules for ordering it. Prices in yen, tax included. */
export const menu: Menu = document;

const itemsById = new Map(menu.items.map((item) => [item.id, item]));

/** The item with this id; ids are case-sensitive. */
export function findItem(id: string): MenuItem | undefined {
  return itemsById.get(id);
}
