import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { until } from '../support/client.ts';
import { codesOf, guest, ordersWorld, staff, type World } from './orders.world.ts';

let world: World;
beforeAll(async () => {
  world = await ordersWorld();
});
afterAll(() => world.stop());

const sandbox = async (method: string, path: string, body: object = {}): Promise<void> => {
  const sent =
    method === 'POST' ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {};
  const { ok } = await fetch(`${world.env.STRIPE_API_URL}/sandbox${path}`, { method, ...sent });
  if (!ok) throw new Error(`the sandbox refused ${path}`);
};
const shippingIn = (currency: string, price: number) =>
  world.db.query(
    `insert into shipping_methods (id, name, price, currency, countries, min_days, max_days) values ($1, 'Post', $3, $2, '{}', 1, 2)`,
    [newId('ship'), currency, price],
  );
const variantIn = async (currency: string, price: number): Promise<string> => {
  const variant = {
    sku: randomUUID(),
    price: { amount: price, currency },
    selectedOptions: [{ name: 'Size', value: 'One' }],
    onHand: 9,
  };
  const made = await world.tell<{ productCreate: { product: { variants: { id: string }[] } } }>(
    'products',
    staff,
    'mutation ($input: ProductCreateInput!) { productCreate(input: $input) { product { variants { id } } } }',
    { input: { title: `Thing in ${currency}`, status: 'ACTIVE', variants: [variant] } },
  );
  return made.productCreate.product.variants[0]?.id ?? '';
};
const nothingHeld = async (variantId: string): Promise<void> => {
  await until('the stock to be free', async () => (await world.stock(variantId)).reserved === 0);
};
const quoteOf = async (cartId: string) => {
  const method = (await world.quote(cartId)).shippingMethods[0]?.method.id ?? '';
  return (await world.quote(cartId, guest, method)).quote;
};
const problemsOf = async (cartId: string) => (await quoteOf(cartId)).problems.map(({ code }) => code);

test('R09: a total below the provider’s minimum is refused by quote and checkout, and nothing is reserved', async () => {
  await world.promotion({ title: 'Free', code: 'SHIPFREE', kind: 'FREE_SHIPPING' });
  const variantId = await world.variant(30, 5);
  const cartId = await world.cart([[variantId, 1]]);
  await world.codes(cartId, ['SHIPFREE']);
  expect(await quoteOf(cartId)).toMatchObject({
    total: { amount: 30 },
    problems: [{ code: 'TOTAL_TOO_SMALL' }],
  });
  const answer = await world.buy(cartId);
  expect([codesOf(answer), answer.order, answer.payment]).toEqual([['TOTAL_TOO_SMALL'], null, null]);
  expect(await world.stock(variantId)).toMatchObject({ reserved: 0, available: 5 });
  expect((await world.db.query('select id from orders where cart_id = $1', [cartId])).rows).toEqual([]);
});

test('R09: if the provider refuses to open a payment, there is no order and no reservation, and the key can be used again', async () => {
  const variantId = await world.variant(1000, 5);
  const input = await world.input(await world.cart([[variantId, 1]]));
  await sandbox('POST', '/settlement', { currency: 'gbp', rate: 0.001 });
  const answer = await world.checkout(input);
  expect([codesOf(answer), answer.order, answer.payment]).toEqual([['TOTAL_TOO_SMALL'], null, null]);
  await nothingHeld(variantId);
  const { rows } = await world.db.query<{ kind: string }>(
    'select e.kind from order_events e join orders o on o.id = e.order_id where o.cart_id = $1',
    [input.cartId],
  );
  expect(rows.map(({ kind }) => kind)).not.toContain('PAYMENT_DECLINED');
  await sandbox('DELETE', '/settlement');
  const again = await world.checkout(input);
  expect([again.userErrors, again.order?.status]).toEqual([[], 'PENDING']);
  await world.pay(again.payment);
  await until(
    'the order to be placed',
    async () => (await world.byToken(again.orderToken))?.status === 'PLACED',
  );
});

test('R03: an unsupported currency and a total that is too large are refused by the quote', async () => {
  await shippingIn('KPW', 100);
  expect(await problemsOf(await world.cart([[await variantIn('KPW', 5_000), 1]]))).toEqual([
    'CURRENCY_UNSUPPORTED',
  ]);
  expect(await problemsOf(await world.cart([[await world.variant(60_000_000, 5), 2]]))).toEqual([
    'TOTAL_TOO_LARGE',
  ]);
});

test('R03: in dinars and ariary, all amounts and refunds are rounded to the provider’s increment', async () => {
  for (const [currency, price, total, odd] of [
    ['KWD', 1_995, 2_000 + 1_240, 15],
    ['MGA', 500_050, 500_100 + 123_500, 150],
  ] as const) {
    await shippingIn(currency, currency === 'KWD' ? 1_236 : 123_450);
    const bought = await world.buy(await world.cart([[await variantIn(currency, price), 1]]));
    expect([bought.userErrors, bought.order?.total.amount]).toEqual([[], total]);
    await world.pay(bought.payment);
    const order = await until('the order to be placed', async () => {
      const now = await world.byToken(bought.orderToken);
      return now?.status === 'PLACED' && now;
    });
    const refund = async (input: object) =>
      (
        await world.tell<{ orderRefund: Parameters<typeof codesOf>[0] }>(
          'orders',
          staff,
          'mutation ($input: OrderRefundInput!) { orderRefund(input: $input) { userErrors { code message field } } }',
          { input: { orderId: order.id, reason: 'scratched', idempotencyKey: randomUUID(), ...input } },
        )
      ).orderRefund;
    expect((await refund({ amount: { amount: odd, currency } })).userErrors).toMatchObject([
      { code: 'INVALID', field: ['input', 'amount'] },
    ]);
    expect((await refund({})).userErrors).toEqual([]);
    await until(
      'the refund to arrive',
      async () => (await world.byToken(bought.orderToken))?.refunded.amount === total,
    );
  }
});

test('R03: three items of a line are refunded one by one, rounded to the increment, and add up to the line', async () => {
  const made = await world.buy(await world.cart([[await variantIn('KWD', 3_340), 3]]));
  await world.pay(made.payment);
  const order = await until('the order to be placed', async () => {
    const now = await world.byToken(made.orderToken);
    return now?.status === 'PLACED' && now;
  });
  const line = order.lines[0]?.id;
  for (const pieces of [1, 2, 3]) {
    const input = {
      orderId: order.id,
      lines: [{ orderLineId: line, quantity: 1 }],
      reason: 'scratched',
      idempotencyKey: randomUUID(),
    };
    const query =
      'mutation ($input: OrderRefundInput!) { orderRefund(input: $input) { userErrors { code message field } } }';
    expect(await world.tell('orders', staff, query, { input })).toEqual({ orderRefund: { userErrors: [] } });
    await until(
      'the refund to arrive',
      async () => (await world.byToken(made.orderToken))?.refunded.amount === pieces * 3_340,
    );
  }
});

test('R03: a free order is still possible', async () => {
  const free = await world.promotion({ title: 'All', code: 'ALLFREE', kind: 'PERCENTAGE', percent: 100 });
  expect(codesOf(free)).toEqual([]);
  const cartId = await world.cart([[await world.variant(500, 5), 1]]);
  await world.codes(cartId, ['ALLFREE', 'SHIPFREE']);
  const bought = await world.buy(cartId);
  expect([bought.userErrors, bought.order?.total]).toEqual([[], { amount: 0 }]);
});
