import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { lane } from '../../kernel/lane.ts';
import { formatted, money } from '../../kernel/money.ts';
import { type Peer, peer } from '../../kernel/peer.ts';
import { tokenSigner } from '../../kernel/tokens.ts';
import { digitsOf } from '../../sandbox/objects/currencies.ts';
import { lasting, walk } from '../../scripts/reconcile/walk.ts';
import { CHARGE_LIMITS } from '../../subgraphs/payments/stripe/minorUnits.stripe.ts';
import type { ChargeLimit } from '../../subgraphs/payments/stripe/ports.ts';
import { until } from '../support/client.ts';
import { address, guest, ordersWorld, staff, type World } from './orders.world.ts';

/** Currencies of every kind: by digits, by the provider's rules, and those of which runtimes and ISO 4217 disagree. */
const CODES = new Set('EUR JPY XOF KWD BHD TND ISK UGX MGA HUF TWD IDR COP LBP RSD MMK SLE GBP'.split(' '));
const LIMITS = CHARGE_LIMITS.filter(({ currency }) => CODES.has(currency));

let world: World;
let orders: Peer;
let books: Pool;
const methods = new Map(LIMITS.map(({ currency }) => [currency, newId('ship')]));
beforeAll(async () => {
  world = await ordersWorld();
  orders = peer(
    'orders',
    world.env.ORDERS_URL ?? '',
    tokenSigner(JSON.parse(world.env.SERVICE_PRIVATE_KEY ?? '')),
  );
  books = new Pool({ connectionString: world.env.PAYMENTS_DATABASE_URL ?? '', max: 4 });
  for (const { currency, increment } of LIMITS)
    await world.db.query(
      `insert into shipping_methods (id, name, price, currency, countries, min_days, max_days) values ($1, 'Post', $3, $2, '{}', 1, 2)`,
      [methods.get(currency), currency, 5 * increment],
    );
});
afterAll(async () => {
  await orders.close();
  await books.end();
  await world.stop();
});

type Shown = { amount: number; currency: string; formatted: string };
const MONEY = '{ amount currency formatted }';
const stripe = async <T>(path: string): Promise<T> => {
  const headers = { authorization: `Bearer ${world.env.STRIPE_SECRET_KEY}` };
  return (await (await fetch(`${world.env.STRIPE_API_URL}/v1${path}`, { headers })).json()) as T;
};
const variantIn = async (currency: string, price: number): Promise<string> => {
  const variant = {
    sku: randomUUID(),
    price: { amount: price, currency },
    selectedOptions: [{ name: 'Size', value: 'One' }],
    onHand: 9,
  };
  const input = { title: `Thing in ${currency}`, status: 'ACTIVE', variants: [variant] };
  const made = await world.tell<{ productCreate: { product: { variants: { id: string }[] } } }>(
    'products',
    staff,
    'mutation ($input: ProductCreateInput!) { productCreate(input: $input) { product { variants { id } } } }',
    { input },
  );
  return made.productCreate.product.variants[0]?.id ?? '';
};
const refund = async (input: object) =>
  (
    await world.tell<{
      orderRefund: { userErrors: { code: string; message: string; field: string[] | null }[] };
    }>(
      'orders',
      staff,
      'mutation ($input: OrderRefundInput!) { orderRefund(input: $input) { userErrors { code message field } } }',
      { input: { reason: 'scratched', idempotencyKey: randomUUID(), ...input } },
    )
  ).orderRefund;
const intentOf = async (paymentId: string) => {
  const { rows } = await books.query<{ provider_id: string }>(
    'select provider_id from payments where id = $1',
    [paymentId],
  );
  return stripe<{ amount: number; currency: string; latest_charge: string }>(
    `/payment_intents/${rows[0]?.provider_id}`,
  );
};
const shown = (amount: number, currency: string): Shown => ({
  amount,
  currency,
  formatted: formatted(money(amount, currency)),
});
/** What people read as a number, and what the provider's amount is by its own digits. */
const shownAs = ({ formatted }: Shown): number =>
  Number(formatted.replace(/[^0-9.]/g, '').replace(/^\.+/, ''));
const chargedAs = (amount: number, currency: string): number => amount / 10 ** digitsOf(currency);

const priceIn = ({ minimum, increment }: ChargeLimit): number => minimum + 37 * increment;
const totalIn = (limit: ChargeLimit): number => 3 * priceIn(limit) + 5 * limit.increment;
const inEach = async <T>(work: (limit: ChargeLimit) => Promise<T>): Promise<T[]> => {
  const run = lane(8, LIMITS.length);
  return Promise.all(LIMITS.map((limit) => run(() => work(limit))));
};
/** Looks at all orders by one statement, until they have come to where they belong. */
const allBecome = (what: string, condition: string) =>
  until(
    what,
    async () => {
      const { rows } = await world.db.query<{ left: string }>(
        `select count(*) as left from orders where not (${condition})`,
      );
      return rows[0]?.left === '0';
    },
    120_000,
    () => 100,
  );

type Bought = {
  limit: ChargeLimit;
  orderId: string;
  total: Shown;
  intent: Awaited<ReturnType<typeof intentOf>>;
};
const CHECKOUT = `mutation ($input: CheckoutInput!) { checkout(input: $input) {
  order { id total ${MONEY} } payment { id clientSecret } userErrors { code } } }`;
type Checkout = {
  order: { id: string; total: Shown };
  payment: { id: string; clientSecret: string };
  userErrors: { code: string }[];
};

const buy = async (limit: ChargeLimit): Promise<Bought> => {
  const { currency } = limit;
  const variantId = await variantIn(currency, priceIn(limit));
  const base = {
    cartId: await world.cart([[variantId, 3]]),
    email: 'ada@example.com',
    shippingAddress: address,
  };
  const expectedTotal = { amount: totalIn(limit), currency };
  const input = {
    ...base,
    shippingMethodId: methods.get(currency),
    expectedTotal,
    idempotencyKey: randomUUID(),
  };
  const { checkout } = await world.tell<{ checkout: Checkout }>('orders', guest, CHECKOUT, { input });
  expect([currency, checkout.userErrors]).toEqual([currency, []]);
  await world.pay(checkout.payment);
  return {
    limit,
    orderId: checkout.order.id,
    total: checkout.order.total,
    intent: await intentOf(checkout.payment.id),
  };
};

const REPORT = `query ($from: DateTime!, $to: DateTime!, $currency: CurrencyCode) {
  salesReport(from: $from, to: $to, by: DAY, currency: $currency) { totals { gross ${MONEY} shipping ${MONEY} refunds ${MONEY} net ${MONEY} } } }`;

/** The report of the currency says what was sold, and that all of it went back. */
const reported = async (limit: ChargeLimit): Promise<void> => {
  const { currency, increment } = limit;
  const [from, to] = [new Date(Date.now() - 86_400_000), new Date(Date.now() + 86_400_000)];
  const { salesReport } = await world.tell<{ salesReport: { totals: Record<string, Shown> } }>(
    'orders',
    staff,
    REPORT,
    {
      from,
      to,
      currency,
    },
  );
  const { gross, shipping, refunds, net } = salesReport.totals;
  const amounts = [gross, shipping, refunds, net].map((value) => [value?.amount, value?.formatted]);
  const expected = [3 * priceIn(limit), 5 * increment, totalIn(limit), 0].map((amount) => [
    amount,
    shown(amount, currency).formatted,
  ]);
  expect([currency, amounts]).toEqual([currency, expected]);
};

/** The provider's account and our books are the same in each currency, by what people would read of either. */
const sameCash = async (): Promise<void> => {
  const { available } = await stripe<{ available: { amount: number; currency: string }[] }>('/balance');
  const { rows } = await books.query<{ currency: string; cash: string }>(
    "select currency, sum(debit - credit) as cash from ledger_entries where account = 'cash' group by currency",
  );
  const ours = rows.map(({ currency, cash }) => [currency, -shownAs(shown(Number(cash), currency))]);
  const theirs = available.map(({ currency, amount }) => [
    currency.toUpperCase(),
    chargedAs(amount, currency),
  ]);
  expect(new Map(ours as [string, number][])).toEqual(new Map(theirs as [string, number][]));
  expect(theirs).toHaveLength(LIMITS.length);
};

test('R03: the shop buys, pays, refunds, reports and reconciles in currencies of every kind', {
  timeout: 120_000,
}, async () => {
  const all = await inEach(buy);
  for (const { limit, total, intent } of all) {
    const { currency } = limit;
    expect([currency, total.amount, shownAs(total)]).toEqual([
      currency,
      totalIn(limit),
      chargedAs(intent.amount, intent.currency),
    ]);
  }
  await allBecome('all to be placed', "status = 'PLACED'");
  for (const { limit, orderId } of all)
    expect(
      await refund({ orderId, amount: { amount: 7 * limit.increment, currency: limit.currency } }),
    ).toEqual({ userErrors: [] });
  await allBecome('a part to be refunded', "payment_status = 'PARTIALLY_REFUNDED'");
  for (const { limit, intent } of all) {
    const { amount_refunded: part } = await stripe<{ amount_refunded: number }>(
      `/charges/${intent.latest_charge}`,
    );
    expect([limit.currency, chargedAs(part, intent.currency)]).toEqual([
      limit.currency,
      shownAs(shown(7 * limit.increment, limit.currency)),
    ]);
  }
  for (const { orderId } of all) expect(await refund({ orderId })).toEqual({ userErrors: [] });
  await allBecome('the rest to be refunded', "payment_status = 'REFUNDED' and refunded = total");
  for (const { intent } of all)
    expect(await stripe(`/charges/${intent.latest_charge}`)).toMatchObject({
      refunded: true,
      amount_refunded: intent.amount,
    });
  for (const { limit } of all) await reported(limit);
  await sameCash();
  expect((await lasting(() => walk(orders), 30_000)).faults).toEqual([]);
});
