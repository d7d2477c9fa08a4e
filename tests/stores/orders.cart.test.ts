import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId, readId } from '../../kernel/ids.ts';
import type { Viewer } from '../../kernel/viewer.ts';
import { subjectsOf } from '../../subgraphs/orders/pricing/promotionCodesCheck.ts';
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
  (
    await world.tell<{ cart: CartView }>('carts', viewer, `query ($id: ID!) { cart(id: $id) { ${CART} } }`, {
      id,
    })
  ).cart;
const add = async (cartId: string, variantId: string, quantity: number, viewer: Viewer = guest) => {
  const query =
    'mutation ($input: CartLinesAddInput!) { cartLinesAdd(input: $input) { userErrors { code } } }';
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

test('R35: a code is normalized the same way by promotions, carts, quotes and orders', async () => {
  const word = `STRASSE${Date.now()}`;
  const wide = [...word]
    .map((letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0))
    .join('');
  expect(
    codesOf(await world.promotion({ code: wide, title: 'Ten', kind: 'PERCENTAGE', percent: 10 })),
  ).toEqual([]);
  expect(
    codesOf(
      await world.promotion({
        code: word.toLowerCase().replace('ss', 'ß'),
        title: 'Ten',
        kind: 'PERCENTAGE',
        percent: 10,
      }),
    ),
  ).toEqual(['ALREADY_EXISTS']);
  const cartId = await world.cart([[await world.variant(1000, 5), 1]]);
  await world.codes(cartId, [`${wide.toLowerCase()}\u200b`, word]);
  expect((await cartOf(cartId))?.promotionCodes).toEqual([word]);
  const { quote } = await world.quote(cartId);
  expect(quote).toMatchObject({ promotions: [{ code: word }], discount: { amount: 100 } });
  expect((await world.buy(cartId)).order?.discount.amount).toBe(100);
});

test('C07: items that a guest adds while the order is pending stay in the cart and can be ordered', async () => {
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
  expect(await cartOf(cartId)).toMatchObject({
    promotionCodes: [],
    lines: [{ quantity: 3 }, { quantity: 2 }],
  });
  const second = await world.buy(cartId);
  expect(codesOf(second)).toEqual([]);
  expect(second.order?.id).not.toBe(bought.order?.id);
  expect(codesOf(await world.buy(cartId))).toEqual(['CART_CLOSED']);
});

test('C07: a customer keeps the cart with the items added since, even if the cart is closed twice', async () => {
  const ada = customer(newId('user'));
  const [mug, pot] = [await world.variant(1000, 9), await world.variant(700, 9)];
  const cartId = await world.cart([[mug, 2]], ada);
  const { order, payment } = await world.buy(cartId, {}, ada);
  await add(cartId, pot, 1, ada);
  await world.pay(payment, 'pm_card_visa', ada);
  await placed(order?.id);
  const left = await cartOf(cartId, ada);
  expect(left?.lines).toMatchObject([{ quantity: 1 }]);
  await world.db.query(
    "select graphile_worker.add_job('orders.closeCart', json_build_object('orderId', $1::text), job_key => 'again')",
    [order?.id],
  );
  await until('the job to be done', async () => {
    const { rows } = await world.db.query("select 1 from graphile_worker.jobs where key = 'again'");
    return rows.length === 0;
  });
  expect(await cartOf(cartId, ada)).toEqual(left);
  expect(await world.cart([], ada)).toBe(cartId);
});

test('C07: a guest who signs in while the order is pending does not get the ordered items in the customer’s cart', async () => {
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
  await until(
    'the cart to be done',
    async () => (await cartOf(own.cartClaim.cart.id, ada))?.lines.length === 1,
  );
  expect((await cartOf(own.cartClaim.cart.id, ada))?.lines).toMatchObject([{ quantity: 1 }]);
  expect(order?.id).toBeTruthy();
  expect(
    codesOf(
      await world.checkout(
        await world.input(own.cartClaim.cart.id, { idempotencyKey: randomUUID() }, ada),
        ada,
      ),
    ),
  ).toEqual([]);
});

let hosts = 0;
/** A guest at an address of their own. */
const aGuest = (): Viewer => ({ kind: 'guest', origin: { ip: `203.0.113.${++hosts}`, userAgent: null } });
const tryCodes = async (cartId: string, codes: readonly string[], viewer: Viewer): Promise<string[]> => {
  const query =
    'mutation ($input: CartPromotionCodesSetInput!) { cartPromotionCodesSet(input: $input) { cart { id } userErrors { code } } }';
  type Answer = {
    cartPromotionCodesSet: { userErrors: { code: string; message: string; field: string[] | null }[] };
  };
  return codesOf(
    (await world.tell<Answer>('carts', viewer, query, { input: { cartId, codes } })).cartPromotionCodesSet,
  );
};
const guesses = (count: number): string[] =>
  Array.from({ length: count }, () => `G${randomUUID()}`.toUpperCase());
const aCode = async (): Promise<string> => {
  const code = `R${randomUUID()}`.toUpperCase();
  await world.promotion({ code, title: 'Ten', kind: 'PERCENTAGE', percent: 10 });
  return code;
};
const aCart = async (viewer: Viewer) => world.cart([[await world.variant(1000, 9), 1]], viewer);
const LIMITED = ['RATE_LIMITED'];

test('C06: after ten wrong codes in a minute, no code is revealed to a caller, in any cart', async () => {
  const [mallory, ada] = [aGuest(), aGuest()];
  const right = await aCode();
  const carts = [await aCart(mallory), await aCart(mallory), await aCart(mallory)] as const;
  for (const code of guesses(5)) expect(await tryCodes(carts[0], [code], mallory)).toEqual([]);
  expect(await tryCodes(carts[1], guesses(5), mallory)).toEqual([]);
  for (const codes of [guesses(1), [right], [right.toLowerCase()]])
    expect(await tryCodes(carts[2], codes, mallory)).toEqual(LIMITED);
  expect((await cartOf(carts[2], mallory))?.promotionCodes).toEqual([]);
  expect(await tryCodes(await aCart(ada), [right], ada)).toEqual([]);
  await world.db.query("update promotion_code_attempts set since = since - interval '61 seconds'");
  expect(await tryCodes(carts[2], [right], mallory)).toEqual([]);
});

test('C06: a cart with too many attempts from many addresses still accepts the code it already has', async () => {
  const ada = aGuest();
  const right = await aCode();
  const cartId = await aCart(ada);
  expect(await tryCodes(cartId, [right], ada)).toEqual([]);
  for (const code of guesses(10)) expect(await tryCodes(cartId, [right, code], aGuest())).toEqual([]);
  expect(await tryCodes(cartId, [right, ...guesses(1)], aGuest())).toEqual(LIMITED);
  expect(await tryCodes(cartId, [right], ada)).toEqual([]);
  expect((await world.quote(cartId, ada)).quote).toMatchObject({
    promotions: [{ code: right }],
    discount: { amount: 100 },
  });
  expect((await world.buy(cartId, {}, ada)).order?.discount.amount).toBe(100);
});

test('C06: of sixty simultaneous attempts, at most ten are answered', async () => {
  const mallory = aGuest();
  const carts = await Promise.all(Array.from({ length: 6 }, () => aCart(mallory)));
  const answers = await Promise.all(
    guesses(60).map((code, index) => tryCodes(carts[index % 6] ?? '', [code], mallory)),
  );
  expect(answers.filter((codes) => codes.length === 0)).toHaveLength(10);
});

test('C06: right codes do not count, nor does a wrong one that is tried again', async () => {
  const bob = aGuest();
  const cartId = await aCart(bob);
  const [wrong = ''] = guesses(1);
  for (let i = 0; i < 12; i++) expect(await tryCodes(cartId, [await aCode(), wrong], bob)).toEqual([]);
});

test('C06: quotes and checkouts do not reveal codes that were set past the limit', async () => {
  const eve = aGuest();
  const right = await aCode();
  const cartId = await aCart(guest);
  expect(await tryCodes(cartId, [right], guest)).toEqual([]);
  expect(await tryCodes(await aCart(eve), guesses(10), eve)).toEqual([]);
  await world.db.query('delete from promotion_code_attempts where subject = $1', [
    subjectsOf(readId('cart', cartId), { userId: null, address: null }).cart,
  ]);
  const { quote } = await world.quote(cartId, eve);
  expect(quote.promotions).toEqual([]);
  expect(quote.rejectedPromotions).toContainEqual({ code: right, reason: 'RATE_LIMITED' });
  expect((await world.buy(cartId, {}, eve)).order?.discount.amount).toBe(0);
});
