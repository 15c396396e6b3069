import { randomUUID } from 'node:crypto';
import type { Outputs } from '../../gateway/outputs';
import { UserError } from '../../terminal/userError';
import { confirmation, constraints, dish, menuList, order, type Dish, type MenuList } from './orderShapes';
import { connectTools, type ToolClient } from './toolClient';

type Print = (line: string) => void;

interface Agent {
  menu: ToolClient;
  orders: ToolClient;
  print: Print;
}

/** From the menu to a confirmed order: what the specification's scenario describes, step by step. */
export async function runOrderFlow(outputs: Outputs, print: Print): Promise<void> {
  const key = outputs.APIM_SUBSCRIPTION_KEY;
  print(`Gateway ${outputs.APIM_GATEWAY_URL}`);
  const menu = await connectTools(outputs.MENU_MCP_URL, key);
  const orders = await connectTools(outputs.ORDERS_MCP_URL, key);
  const agent: Agent = { menu, orders, print };
  try {
    const list = await readMenu(agent);
    const choice = list.items.find(({ available }) => available);
    if (!choice) throw new UserError('Everything is sold out.');
    await readDish(agent, choice.id);
    await readConstraints(agent);
    const orderId = await placeOrder(agent, list, choice.id);
    await readOrder(agent, list, orderId);
  } finally {
    await Promise.all([menu.close(), orders.close()]);
  }
}

async function readMenu({ menu, print }: Agent): Promise<MenuList> {
  step(print, '1  What is on the menu?', 'menu: get_list_menus');
  const list = await menu.call('get_list_menus', {}, menuList);
  for (const { id, name, basePrice, available } of list.items) {
    print(`   ${yen(basePrice)}  ${id.padEnd(16)}  ${name}${available ? '' : '  (sold out)'}`);
  }
  return list;
}

async function readDish({ menu, print }: Agent, itemId: string): Promise<Dish> {
  step(print, '2  What is in it?', `menu: get_menu_details ${JSON.stringify({ itemId })}`);
  const details = await menu.call('get_menu_details', { itemId }, dish);
  print(`   ${details.name}: ${details.description}`);
  print(`   Allergens: ${details.allergens.join(', ') || 'none'}`);
  for (const { name, choices } of details.options) print(`   ${name}: ${choices.join(' / ')}`);
  return details;
}

async function readConstraints({ menu, print }: Agent): Promise<void> {
  step(print, '3  What are the rules?', 'menu: get_constraints');
  const { openHours, maxItemsPerOrder, notes } = await menu.call('get_constraints', {}, constraints);
  print(`   Open ${openHours}, at most ${maxItemsPerOrder} items per order`);
  for (const note of notes) print(`   ${note}`);
}

async function placeOrder({ orders, print }: Agent, { menuVersion }: MenuList, menuItemId: string): Promise<string> {
  const request = {
    menuVersion,
    items: [{ menuItemId, quantity: 2 }],
    note: '一杯は麺かためでお願いします。',
    pickupTime: new Date(Date.now() + 30 * 60_000).toISOString(),
    idempotencyKey: randomUUID(),
  };
  step(print, '4  Two of them, in half an hour.', `orders: createOrder ${JSON.stringify(request)}`);
  const confirmed = await orders.call('createOrder', { CreateOrderRequest: request }, confirmation);
  print(`   ${confirmed.orderId} ${confirmed.status} at ${confirmed.createdAt}: ${yen(confirmed.total).trim()}`);
  for (const warning of confirmed.validationWarnings) print(`   Note: ${warning}`);
  return confirmed.orderId;
}

async function readOrder({ orders, print }: Agent, { items }: MenuList, orderId: string): Promise<void> {
  step(print, '5  What did I order?', `orders: getOrder ${JSON.stringify({ orderId })}`);
  const found = await orders.call('getOrder', { orderId }, order);
  for (const { menuItemId, quantity, lineTotal } of found.items) {
    const name = items.find(({ id }) => id === menuItemId)?.name ?? menuItemId;
    print(`   ${yen(lineTotal)}  ${quantity} × ${name}`);
  }
  print(`   ${yen(found.total)}  ${found.currency} in all`);
}

function step(print: Print, question: string, call: string): void {
  print(`\n${question}\n   → ${call}`);
}

function yen(amount: number): string {
  return `¥${amount.toLocaleString('en')}`.padStart(7);
}
