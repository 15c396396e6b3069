import type { components } from '../../functions/orders/openapi';
import { menu } from '../../menu';

export type NewOrder = components['schemas']['CreateOrderRequest'];
export type Order = components['schemas']['Order'];
export type OrderConfirmation = components['schemas']['OrderConfirmation'];
export type Problem = components['schemas']['Problem'];

/** A valid order of one bowl, or what `change` makes of it. */
export function anOrder(change: Partial<NewOrder> = {}): NewOrder {
  return { menuVersion: menu.menuVersion, items: [aLine()], ...change };
}

export function aLine(change: Partial<NewOrder['items'][number]> = {}): NewOrder['items'][number] {
  return { menuItemId: 'ramen-shoyu', quantity: 1, ...change };
}

/** Tomorrow at this time of day in the shop's time zone, which has no daylight saving. */
export function tomorrowAt(time: string): string {
  const shopNow = new Date(Date.now() + (24 + 9) * 3_600_000);
  return `${shopNow.toISOString().slice(0, 10)}T${time}:00+09:00`;
}
