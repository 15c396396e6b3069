import { findItem, menu, type MenuItem } from '../../menu';
import type { components } from './openapi';
import { Problem } from './problem';
import { pickupWarnings, toShopTime } from './shopTime';

type Schemas = components['schemas'];
export type Order = Schemas['Order'];
type OrderConfirmation = Schemas['OrderConfirmation'];
export type CreateOrderRequest = Schemas['CreateOrderRequest'];

/** What is ordered: a request without its idempotency key. */
export type OrderContent = Omit<CreateOrderRequest, 'idempotencyKey'>;

interface Line {
  menuItemId: string;
  quantity: number;
  item: MenuItem | undefined;
  pointer: string;
}

interface OfferedLine extends Line {
  item: MenuItem;
}

/**
 * Places an order from the menu. Amounts are whole yen. Throws `Problem` when the menu has another version, when the
 * quantities together exceed what the shop takes, and when an item is unknown or sold out.
 */
export function placeOrder(content: OrderContent, { orderId, now }: { orderId: string; now: Date }): Order {
  checkMenuVersion(content.menuVersion);
  checkQuantities(content.items);
  const lines = content.items.map(toLine);
  checkItems(lines);

  const items = lines.map(({ menuItemId, quantity, item }) => {
    return { menuItemId, quantity, lineTotal: item.basePrice * quantity };
  });
  const total = items.reduce((sum, { lineTotal }) => sum + lineTotal, 0);
  return { orderId, status: 'confirmed', items, total, currency: 'JPY', createdAt: toShopTime(now) };
}

/** What the guest who placed the order is told. */
export function confirmOrder(order: Order, pickupTime: string | undefined, now: Date): OrderConfirmation {
  const { orderId, status, total, currency, createdAt } = order;
  const validationWarnings = pickupTime === undefined ? [] : pickupWarnings(pickupTime, now);
  return { orderId, status, total, currency, createdAt, validationWarnings };
}

function toLine({ menuItemId, quantity }: OrderContent['items'][number], index: number): Line {
  return { menuItemId, quantity, item: findItem(menuItemId), pointer: `/items/${index}/menuItemId` };
}

function checkMenuVersion(menuVersion: string): void {
  if (menuVersion === menu.menuVersion) return;

  const detail =
    `The menu is at version ${JSON.stringify(menu.menuVersion)}, not ${JSON.stringify(menuVersion)}. ` +
    'Read it again, check dishes and prices, and order with the new menuVersion.';
  throw new Problem('menu-version-mismatch', detail, { pointer: '/menuVersion' });
}

function checkQuantities(items: OrderContent['items']): void {
  const { maxItemsPerOrder } = menu.constraints;
  const count = items.reduce((sum, { quantity }) => sum + quantity, 0);
  if (count <= maxItemsPerOrder) return;

  const detail =
    `An order holds at most ${maxItemsPerOrder} items, counted by quantity; this one has ${count}. ` +
    'Lower a quantity or split the order.';
  throw new Problem('too-many-items', detail, { pointer: '/items' });
}

function checkItems(lines: Line[]): asserts lines is OfferedLine[] {
  const unknown = lines.filter(({ item }) => !item);
  const soldOut = lines.filter(({ item }) => item?.available === false);
  const available = menu.items.filter((item) => item.available).map(({ id }) => id);
  const advice = `Available are: ${available.join(', ')}.`;
  if (unknown[0])
    throw new Problem('unknown-item', `${sentences(unknown, 'is not on the menu')} ${advice}`, unknown[0]);
  if (soldOut[0]) throw new Problem('item-sold-out', `${sentences(soldOut, 'is sold out')} ${advice}`, soldOut[0]);
}

function sentences(lines: Line[], mistake: string): string {
  return lines.map((line) => `${line.pointer}: ${JSON.stringify(line.menuItemId)} ${mistake}.`).join(' ');
}
