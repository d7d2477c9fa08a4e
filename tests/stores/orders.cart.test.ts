import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import type { Viewer } from '../../kernel/viewer.ts';
import { until } from '../support/client.ts';
import { codesOf, customer, guest, ordersWorld, type World } from './orders.world.ts';

let world: World;
beforeAll(async () => {
  world = await ordersWorld();
});
afterAll(() => world.stop());

type CartView = { lines: { quantity: number; variantId: string }[]; promotionCodes: string[] } | null;
const CART = 'promotionCodes lines { quantity variantId: id }';
const cartOf = async (id: string, viewer: Viewer = guest): Promise<CartView> =>
  (await world.tell<{ cart: CartView }>('carts', viewer, `query ($id: ID!) { cart(id: $id) { ${CART} } }`, { id })).cart;
const add = async (cartId: string, variantId: string, quantity: number, viewer: Viewer = guest) => {
  const query = 'mutation ($input: CartLinesAddInput!) { cartLinesAdd(input: $input) { userErrors { code } } }';
  return world.tell('carts', viewer, query, { input: { cartId, lines: [{ variantId, quantity }] } });
};
const placed = (id: string | undefined) =>
  until('the order to be placed and its cart to be done', async () => {
    const { rows } = await world.db.query<{ status: string; cart_released: boolean }>(
      'select status, cart_released from orders where id = $1',
      [id],
    );
    return rows[0]?.status === 'PLACED' && rows[0].cart_released;
  });

test('R35: a code is the same code to promotions, carts, quotes and orders, however it is typed', async () => {
  const word = `STRASSE${Date.now()}`;
  const wide = [...word].map((letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0)).join('');
  expect(codesOf(await world.promotion({ code: wide, title: 'Ten', kind: 'PERCENTAGE', percent: 10 }))).toEqual([]);
  expect(
    codesOf(await world.promotion({ code: word.toLowerCase().replace('ss', 'ß'), title: 'Ten', kind: 'PERCENTAGE', percent: 10 })),
  ).toEqual(['ALREADY_EXISTS']);
  const cartId = await world.cart([[await world.variant(1000, 5), 1]]);
  await world.codes(cartId, [`${wide.toLowerCase()}\u200b`, word]);
  expect((await cartOf(cartId))?.promotionCodes).toEqual([word]);
  const { quote } = await world.quote(cartId);
  expect(quote).toMatchObject({ promotions: [{ code: word }], discount: { amount: 100 } });
  expect((await world.buy(cartId)).order?.discount.amount).toBe(100);
});

test('C07: what a guest adds while the order waits for its payment stays in the cart, and can be ordered', async () => {
  const code = `USED${Date.now()}`;
  await world.promotion({ code, title: 'Ten', kind: 'PERCENTAGE', percent: 10 });
  const [mug, pot] = [await world.variant(1000, 9), await world.variant(700, 9)];
  const cartId = await world.cart([[mug, 1]]);
  await world.codes(cartId, [code]);
  const bought = await world.buy(cartId);
  await add(cartId, pot, 2);
  await add(cartId, mug, 3);
  await world.pay(bought.payment);
  await placed(bought.order?.id);
  expect(await cartOf(cartId)).toMatchObject({ promotionCodes: [], lines: [{ quantity: 3 }, { quantity: 2 }] });
  const second = await world.buy(cartId);
  expect(codesOf(second)).toEqual([]);
  expect(second.order?.id).not.toBe(bought.order?.id);
  expect(codesOf(await world.buy(cartId))).toEqual(['CART_CLOSED']);
});

test('C07: a guest who signs in while the order waits does not find in the own cart what was ordered', async () => {
  const [mug, pot] = [await world.variant(1000, 9), await world.variant(700, 9)];
  const cartId = await world.cart([[mug, 2]]);
  const { payment, order } = await world.buy(cartId);
  await add(cartId, pot, 1);
  const ada = customer(newId('user'));
  const own = await world.tell<{ cartClaim: { cart: { id: string } } }>(
    'carts',
    ada,
    'mutation ($id: ID!) { cartClaim(cartId: $id) { cart { id } userErrors { code } } }',
    { id: cartId },
  );
  await world.pay(payment);
  await until('the cart to be done', async () => (await cartOf(own.cartClaim.cart.id, ada))?.lines.length === 1);
  expect((await cartOf(own.cartClaim.cart.id, ada))?.lines).toMatchObject([{ quantity: 1 }]);
  expect(order?.id).toBeTruthy();
  expect(codesOf(await world.checkout(await world.input(own.cartClaim.cart.id, { idempotencyKey: randomUUID() }, ada), ada))).toEqual([]);
});
