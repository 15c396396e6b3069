/** What the calls carry. The same bytes for a call made directly and through the gateway. */
export const subscriptionKey = 'bench-subscription-key-0123456789';
export const restApiKey = 'bench-orders-api-key-0123456789';

export const newOrder = {
  menuVersion: 'v1',
  items: [{ menuItemId: 'ramen-shoyu', quantity: 1 }],
  note: 'No onions',
};

export const order = {
  orderId: 'ord_0123456789abcdef0123',
  status: 'confirmed',
  items: [{ menuItemId: 'ramen-shoyu', quantity: 1, lineTotal: 900 }],
  total: 900,
  currency: 'JPY',
  createdAt: '2026-02-04T13:00:00+09:00',
  validationWarnings: [],
};
