import { expect, test } from 'vitest';
import { newId, type VariantId } from '../../../kernel/ids.ts';
import { type Cart, type CartLine, emptyCart, isOpen } from './cart.ts';
import { close, type OrderedItems, removeOrdered } from './close.ts';

const mug = newId('var');
const pot = newId('var');
const orderId = newId('ord');
const line = (variantId: VariantId, quantity: number): CartLine => ({
  id: newId('line'),
  variantId,
  quantity,
  seenPrice: 1,
  wanted: null,
});
const aCart = (lines: readonly CartLine[], promotionCodes: readonly string[] = []): Cart => ({
  ...emptyCart(newId('cart'), null, 'EUR', 0),
  lines,
  promotionCodes,
});
const ordered = (variantId: VariantId, quantity: number, promotionCodes: readonly string[] = []) => ({
  orderId,
  lines: [{ variantId, quantity }],
  promotionCodes,
});
const after = (cart: Cart, items: OrderedItems): Cart => {
  const outcome = close(cart, items);
  if (!outcome.ok) throw new Error(outcome.refusals[0]?.code);
  return outcome.value;
};
const left = ({ lines }: Cart) => lines.map(({ variantId, quantity }) => [variantId, quantity]);

test('C07: an item that was added after the checkout stays, and the cart stays open', () => {
  const cart = after(aCart([line(mug, 1), line(pot, 2)], ['USED', 'OTHER']), ordered(mug, 1, ['USED']));
  expect(left(cart)).toEqual([[pot, 2]]);
  expect(cart.promotionCodes).toEqual(['OTHER']);
  expect(isOpen(cart)).toBe(true);
});

test('C07: a quantity that was added after the checkout stays', () => {
  expect(left(after(aCart([line(mug, 5)]), ordered(mug, 2)))).toEqual([[mug, 3]]);
});

test('C07: a cart that holds the ordered items, fewer of them or none is closed', () => {
  for (const lines of [[line(mug, 2)], [line(mug, 1)], []])
    expect(after(aCart(lines), ordered(mug, 2))).toMatchObject({ closedBy: orderId, lines });
});

test('C07: an order removes its items once, even when the call is repeated', () => {
  const once = after(aCart([line(mug, 3)]), ordered(mug, 1));
  expect(after(once, ordered(mug, 1))).toBe(once);
  expect(removeOrdered(once, ordered(mug, 1))).toBe(once);
  const second = newId('ord');
  expect(after(once, { ...ordered(mug, 2), orderId: second })).toMatchObject({ closedBy: second });
});

test('C07: the cart that a guest cart was merged into stays open, even when it becomes empty', () => {
  const own = removeOrdered(aCart([line(mug, 1)], ['USED']), ordered(mug, 1, ['USED']));
  expect([left(own), own.promotionCodes, isOpen(own)]).toEqual([[], [], true]);
});
