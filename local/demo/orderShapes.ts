import type { JSONSchemaType } from 'ajv';

/** What the demo needs of each tool's answer; everything else in it is left alone. */
export interface MenuList {
  menuVersion: string;
  items: { id: string; name: string; basePrice: number; available: boolean }[];
}

export interface Dish {
  name: string;
  description: string;
  allergens: string[];
  options: { name: string; choices: string[] }[];
}

interface Constraints {
  openHours: string;
  maxItemsPerOrder: number;
  notes: string[];
}

interface Confirmation {
  orderId: string;
  status: string;
  total: number;
  createdAt: string;
  validationWarnings: string[];
}

interface Order {
  items: { menuItemId: string; quantity: number; lineTotal: number }[];
  total: number;
  currency: string;
}

const text = { type: 'string' } as const;
const number = { type: 'number' } as const;
const texts = { type: 'array', items: text } as const;

export const menuList: JSONSchemaType<MenuList> = {
  type: 'object',
  properties: {
    menuVersion: text,
    items: {
      type: 'array',
      items: {
        type: 'object',
        properties: { id: text, name: text, basePrice: number, available: { type: 'boolean' } },
        required: ['id', 'name', 'basePrice', 'available'],
      },
    },
  },
  required: ['menuVersion', 'items'],
};

export const dish: JSONSchemaType<Dish> = {
  type: 'object',
  properties: {
    name: text,
    description: text,
    allergens: texts,
    options: {
      type: 'array',
      items: { type: 'object', properties: { name: text, choices: texts }, required: ['name', 'choices'] },
    },
  },
  required: ['name', 'description', 'allergens', 'options'],
};

export const constraints: JSONSchemaType<Constraints> = {
  type: 'object',
  properties: { openHours: text, maxItemsPerOrder: number, notes: texts },
  required: ['openHours', 'maxItemsPerOrder', 'notes'],
};

export const confirmation: JSONSchemaType<Confirmation> = {
  type: 'object',
  properties: { orderId: text, status: text, total: number, createdAt: text, validationWarnings: texts },
  required: ['orderId', 'status', 'total', 'createdAt', 'validationWarnings'],
};

export const order: JSONSchemaType<Order> = {
  type: 'object',
  properties: {
    items: {
      type: 'array',
      items: {
        type: 'object',
        properties: { menuItemId: text, quantity: number, lineTotal: number },
        required: ['menuItemId', 'quantity', 'lineTotal'],
      },
    },
    total: number,
    currency: text,
  },
  required: ['items', 'total', 'currency'],
};
