import { type Db, MongoClient } from 'mongodb';
import { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Peer, peer } from '../../kernel/peer.ts';
import { tokenSigner } from '../../kernel/tokens.ts';
import { lasting, walk } from '../../scripts/reconcile/walk.ts';
import { until } from '../support/client.ts';
import { type Checkout, eur, ordersWorld, type World } from './orders.world.ts';

const TIMEOUT_MS = 100_000;

/** A shop with one order that is paid and one that waits, and a hand in each of its stores. */
type Shop = Readonly<{
  world: World;
  orders: Peer;
  payments: Pool;
  mongo: MongoClient;
  stock: Db;
  placed: string;
  waiting: string;
  payment: string;
  variant: string;
}>;
let shop: Shop;

beforeAll(async () => {
  const world = await ordersWorld();
  const env = world.env;
  const mongo = await MongoClient.connect(env.MONGODB_URL ?? '');
  const variant = await world.variant(1000, 10);
  await world.promotion({ code: 'INVARIANT', title: 'Five', kind: 'FIXED_AMOUNT', amount: eur(500) });
  const cart = await world.cart([[variant, 1]]);
  await world.codes(cart, ['INVARIANT']);
  const paid: Checkout = await world.buy(cart);
  await world.pay(paid.payment);
  await until(
    'the order to be placed',
    async () => (await world.byToken(paid.orderToken))?.status === 'PLACED',
    TIMEOUT_MS,
  );
  const left = await world.buy(await world.cart([[variant, 1]]));
  shop = {
    ...{
      world,
      mongo,
      stock: mongo.db(),
      variant,
      placed: paid.order?.id ?? '',
      waiting: left.order?.id ?? '',
      payment: paid.payment?.id ?? '',
    },
    orders: peer('orders', env.ORDERS_URL ?? '', tokenSigner(JSON.parse(env.SERVICE_PRIVATE_KEY ?? ''))),
    payments: new Pool({ connectionString: env.PAYMENTS_DATABASE_URL, max: 2 }),
  };
  expect((await lasting(() => walk(shop.orders), TIMEOUT_MS)).faults).toEqual([]);
});
afterAll(async () => {
  await Promise.all([shop?.orders.close(), shop?.payments.end(), shop?.mongo.close()]);
  await shop?.world.stop();
});

type Hand = (shop: Shop) => Promise<unknown>;
type Case = readonly [invariant: string, kind: string, broken: string, by: Hand, mended: Hand];
type Id = 'placed' | 'waiting' | 'payment' | null;

const inOrders =
  (query: string, id: Id = null): Hand =>
  (of) =>
    of.world.db.query(query, id ? [of[id]] : []);
const inPayments =
  (query: string, id: Id = null): Hand =>
  (of) =>
    of.payments.query(query, id ? [of[id]] : []);
const inStock =
  (by: 1 | -1, ...names: readonly string[]): Hand =>
  ({ stock, variant }) => {
    const inc = Object.fromEntries(
      names.map((name) => (name.startsWith('-') ? [name.slice(1), -by] : [name, by])),
    );
    return stock.collection<{ _id: string }>('stock').updateOne({ _id: variant }, { $inc: inc });
  };
/** One more of each column, and one less again. */
const oneMore = (
  run: typeof inOrders,
  table: string,
  columns: readonly string[],
  id: Id = null,
): [Hand, Hand] => {
  const by = (sign: string) =>
    `update ${table} set ${columns.map((each) => `${each} = ${each} ${sign} 1`)} ${id ? 'where id = $1' : ''}`;
  return [run(by('+'), id), run(by('-'), id)];
};
const inTurn =
  (...hands: readonly Hand[]): Hand =>
  async (of) => {
    for (const hand of hands) await hand(of);
  };
const stockCase = (kind: string, broken: string, ...names: readonly string[]): Case =>
  ['I1', kind, broken, inStock(1, ...names), inStock(-1, ...names)] as const;
/** Work that gave up; with a payload as the timetable's where the queue asked for it by itself. */
const deadJob = (run: typeof inOrders, tries = 25, payload = '{}'): [Hand, Hand] => [
  inTurn(
    run(
      `select graphile_worker.add_job('nobody', '${payload}', run_at => now() + interval '1 day', max_attempts => ${tries}, job_key => 'test')`,
    ),
    run("update graphile_worker._private_jobs set attempts = max_attempts where key = 'test'"),
  ),
  run("delete from graphile_worker._private_jobs where key = 'test'"),
];
const become = (set: string, back: string, id: Id): [Hand, Hand] => [
  inOrders(`update orders set ${set} where id = $1`, id),
  inOrders(`update orders set ${back} where id = $1`, id),
];

const [CART, PAYMENT] = ["cart_id = 'cart_of_another'", "payment_id = 'pay_01jd0000000000000000000000'"];
const [PLACED, WAITING] = [
  "status = 'PLACED', step = 'DONE'",
  "status = 'PENDING', step = 'OPENED', cancelled_at = null",
];
const CASES: readonly Case[] = [
  stockCase('STOCK_LEVEL', 'more is on hand than is available and reserved', 'onHand'),
  stockCase('STOCK_LEDGER', 'stock comes from nowhere', 'onHand', 'available'),
  stockCase('STOCK_HOLDS', 'more is reserved than orders hold', 'reserved', '-available'),
  [
    ...(['I2', 'CART_TWICE', 'a cart has become two orders'] as const),
    inTurn(
      inOrders('drop index orders_one_per_cart'),
      inOrders(`update orders set caller = cart_id, ${CART}`),
    ),
    inOrders('update orders set cart_id = caller'),
  ],
  [
    'I3',
    'PAYMENT_TOTALS',
    'a refund is counted that was never made',
    ...oneMore(inPayments, 'payments', ['refunding'], 'payment'),
  ],
  [
    'I3',
    'LEDGER_CASH',
    'the cash is not what the ledger says',
    ...oneMore(inPayments, 'payments', ['fees'], 'payment'),
  ],
  [
    ...(['I4', 'PAYMENT_MISSING', 'a placed order has no charge'] as const),
    ...become(
      `cancel_reason = payment_id, ${PAYMENT}`,
      'payment_id = cancel_reason, cancel_reason = null',
      'placed',
    ),
  ],
  [
    'I4',
    'CHARGE_NOT_PLACED',
    'a charge has an order that waits',
    ...become("status = 'PENDING', step = 'SETTLING'", PLACED, 'placed'),
  ],
  [
    ...(['I5', 'HOLD_OUTLIVES_ORDER', 'stock is held for a cancelled order'] as const),
    ...become("status = 'CANCELLED', step = 'DONE', cancelled_at = now()", WAITING, 'waiting'),
  ],
  [
    'I6',
    'ORDER_TOTAL',
    'a total is not that of its lines',
    ...oneMore(inOrders, 'orders', ['subtotal', 'total'], 'waiting'),
  ],
  [
    'I7',
    'PROMOTION_COUNT',
    'a promotion was used less than it says',
    ...oneMore(inOrders, 'promotions', ['redeemed']),
  ],
  [
    ...(['I8', 'EVENT_UNAPPLIED', 'an event of the provider is stored and not applied'] as const),
    inPayments("update webhook_events set state = 'RECEIVED', received_at = received_at - interval '1 hour'"),
    inPayments("update webhook_events set state = 'APPLIED', received_at = received_at + interval '1 hour'"),
  ],
  ['I8', 'JOB_DEAD', 'orders gave up on what it was to do', ...deadJob(inOrders)],
  ['I8', 'JOB_DEAD', 'payments gave up on what it was to tell', ...deadJob(inPayments)],
  ['I8', 'JOB_DEAD', 'orders gave up on what it may try once', ...deadJob(inOrders, 1)],
  ['I8', 'JOB_DEAD', 'payments gave up on what it may try once', ...deadJob(inPayments, 1)],
  ['I9', 'INVOICE_GAP', 'a number was given to no invoice', ...oneMore(inOrders, 'invoice_series', ['last'])],
];

const kinds = async (): Promise<string[]> => (await walk(shop.orders)).faults.map(({ kind }) => kind);

test.each(CASES)('%s: %s tells it where %s', async (_invariant, kind, _broken, by, mended) => {
  await by(shop);
  expect(await kinds().finally(() => mended(shop))).toContain(kind);
});

test.each([
  ['orders', inOrders],
  ['payments', inPayments],
] as const)(
  'what the timetable of %s asks for again by itself is not lost, however often it was tried',
  async (_database, run) => {
    const [die, bury] = deadJob(run, 25, '{"_cron": {"ts": "2026-11-23T03:23:00.000Z"}}');
    await die(shop);
    expect(await kinds().finally(() => bury(shop))).toEqual([]);
  },
);

test('the audit finds only what the tests have broken', async () => {
  expect(await kinds()).toEqual([]);
});

test('I3: the ledger cannot be changed', async () => {
  await expect(
    shop.payments.query('update ledger_entries set debit = debit + 1 where debit > 0'),
  ).rejects.toThrow();
  await expect(shop.payments.query('delete from ledger_entries')).rejects.toThrow();
});
