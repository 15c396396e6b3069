import type { components } from '../../functions/orders/openapi';
import { gateway } from '../../gateway';
import { findItem, menu, type MenuItem } from '../../menu';

export type NewOrder = components['schemas']['CreateOrderRequest'];
export type Order = components['schemas']['Order'];
export type OrderConfirmation = components['schemas']['OrderConfirmation'];
export type Problem = components['schemas']['Problem'];

const { path, backend, key } = gateway.restApis.orders;

/** Where orders are, on the gateway and at the app, and the names under which a caller presents the API's key. */
export const ordersPath = { gateway: `/${path}/orders`, app: `${backend.path}/orders` };
export const ordersKey = key;

/** An id that no order has. */
export const unknownOrderId = 'ord_AAAAAAAAAAAAAAAAAAAA';

export const soldOut = first(menu.items.filter(({ available }) => !available)).id;

/** A valid order of one bowl, or what `change` makes of it. */
export function anOrder(change: Partial<NewOrder> = {}): NewOrder {
  return { menuVersion: menu.menuVersion, items: [aLine()], ...change };
}

export function aLine(change: Partial<NewOrder['items'][number]> = {}): NewOrder['items'][number] {
  return { menuItemId: 'ramen-shoyu', quantity: 1, ...change };
}

/** The line with what the menu makes it cost. */
export function priced(line: NewOrder['items'][number]): Order['items'][number] {
  return { ...line, lineTotal: price(line.menuItemId) * line.quantity };
}

/** What a dish costs, in yen. */
export function price(menuItemId: string): number {
  return first([findItem(menuItemId)]).basePrice;
}

function first(items: readonly (MenuItem | undefined)[]): MenuItem {
  const [item] = items;
  if (!item) throw new Error('The menu has no such item.');
  return item;
}

/** Tomorrow at this time of day in the shop's time zone, which has no daylight saving. */
export function tomorrowAt(time: string): string {
  const shopNow = new Date(Date.now() + (24 + 9) * 3_600_000);
  return `${shopNow.toISOString().slice(0, 10)}T${time}:00+09:00`;
}
