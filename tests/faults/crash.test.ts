import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkout, checkoutInput, confirm, newCart, newVariant, orderBy, stockOf } from '../support/buying.ts';
import { signedInAs, until } from '../support/client.ts';
import { type Shop, startShop } from '../support/shop.ts';

/** Every step of buying at which a process may die: before it, after it, in the middle. */
const STEPS = [
  ...['create', 'reserve', 'open', 'record', 'settle', 'commit', 'capture', 'place'].flatMap((step) => [
    `orders.checkout.${step}.before`,
    `orders.checkout.${step}.after`,
  ]),
  ...['reserve.afterClaim', 'reserve.afterHeld', 'commit.afterDecision', 'commit.betweenLines', 'drain.afterLedger'].map(
    (at) => `products.${at}`,
  ),
  ...['open', 'confirm', 'capture'].flatMap((call) => [`payments.${call}.beforeProvider`, `payments.${call}.afterProvider`]),
];

/** What the others wait before they take a process for dead. */
const IMPATIENT = { JOBS_RESCUE_MS: '500', STRIPE_TIMEOUT_MS: '1500' };

let shop: Shop;
let plan: string;
beforeAll(async () => {
  const where = join(process.cwd(), '.data', `failpoint-${process.pid}`);
  shop = await startShop({ env: { FAILPOINT_FILE: where, ...IMPATIENT } });
  plan = where;
});
afterAll(async () => {
  await shop?.stop();
  shop?.remove();
});

test.each(STEPS)('I01: kill -9 at %s: one order, placed by itself, paid once, stock right', { timeout: 120_000 }, async (step) => {
  const staff = await until('staff to sign in', () => signedInAs(shop.url, 'staff@example.com').catch(() => null));
  const variant = await until('a product', () => newVariant(shop.url, staff, 5).catch(() => null));
  const input = await until('a quote', async () => checkoutInput(shop.url, await newCart(shop.url, variant, 2)).catch(() => null), 60_000);

  writeFileSync(plan, `${step}:kill`);
  const bought = await checkout(shop.url, input);
  expect(bought.userErrors).toEqual([]);
  await until(
    'the payment to be confirmed',
    async () => {
      const paid = await confirm(shop.url, bought.payment).catch(() => null);
      return paid?.payment && ['AUTHORIZED', 'CAPTURED', 'PROCESSING'].includes(paid.payment.status);
    },
    60_000,
  );
  const placed = await until(
    'the order to be placed',
    async () => {
      const order = await orderBy(shop.url, bought.orderToken).catch(() => null);
      return order?.status === 'PLACED' && order.paymentStatus === 'PAID' ? order : null;
    },
    60_000,
  );
  expect(existsSync(plan), 'the step was reached').toBe(false);

  expect(placed.timeline.filter(({ kind }) => kind === 'PAYMENT_CAPTURED')).toHaveLength(1);
  expect((await checkout(shop.url, input)).order?.id, 'the same key is the same order').toBe(bought.order?.id);
  const stock = await until('the stock', () => stockOf(shop.url, staff, variant).catch(() => null));
  expect(stock).toEqual({ onHand: 3, reserved: 0, available: 3 });
});
