import { menu } from '../../menu';

/** What `get_list_menus` answers: the members of the specification, and no others. */
export const menuList = {
  menuVersion: menu.menuVersion,
  categories: menu.categories,
  items: menu.items.map(({ id, name, category, basePrice, available }) => ({
    id,
    name,
    category,
    basePrice,
    available,
  })),
};
