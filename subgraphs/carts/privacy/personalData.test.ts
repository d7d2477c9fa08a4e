import { expect, test } from 'vitest';
import { emptyCart } from '../cart/cart.ts';
import { personalData } from './personalData.ts';

test('the export contains the carts’ contents and no storage details', () => {
  const cart = {
    ...emptyCart('cart_a', 'user_a', 'EUR', 0),
    lines: [{ id: 'line_a', variantId: 'var_a', quantity: 2, seenPrice: 5, wanted: 9 }],
  } as const;
  expect(personalData([cart]).carts).toEqual([
    {
      id: 'cart_a',
      currency: 'EUR',
      lines: [{ variantId: 'var_a', quantity: 2 }],
      promotionCodes: [],
      email: null,
      updatedAt: new Date(0),
      becameOrder: null,
    },
  ]);
});
