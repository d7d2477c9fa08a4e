import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { registry } from '../../kernel/metrics.ts';
import { allocate, money } from '../../kernel/money.ts';
import { type Peer, peer } from '../../kernel/peer.ts';
import { tokenSigner } from '../../kernel/tokens.ts';
import { lasting, walk } from '../../scripts/reconcile/walk.ts';
import { until } from '../support/client.ts';
import { eur, guest, ordersWorld, staff, type World } from './orders.world.ts';

let world: World;
let orders: Peer;
beforeAll(async () => {
  world = await ordersWorld();
  orders = peer(
    'orders',
    world.env.ORDERS_URL ?? '',
    tokenSigner(JSON.parse(world.env.SERVICE_PRIVATE_KEY ?? '')),
  );
});
afterAll(async () => {
  await orders.close();
  await world.stop();
});

const REPORT = `query ($from: DateTime!, $to: DateTime!, $by: SalesReportBy!) { salesReport(from: $from, to: $to, by: $by, currency: "EUR") {
  currency rows { ...Row } totals { ...Row } } }
  fragment Row on SalesReportRow { key id orders units gross { amount } discounts { amount } shipping { amount } tax { amount } refunds { amount } net { amount } }`;
const REFUND =
  'mutation ($input: OrderRefundInput!) { orderRefund(input: $input) { order { id } userErrors { code message } } }';
const ORDER =
  'query ($token: String!) { orderByToken(token: $token) { id status subtotal { amount } shipping { amount } tax { amount } total { amount } refunded { amount } } }';

type Amount = { amount: number };
type Row = {
  key: string;
  id: string | null;
  orders: number;
  units: number;
  gross: Amount;
  discounts: Amount;
  shipping: Amount;
  tax: Amount;
  refunds: Amount;
  net: Amount;
};
type Order = {
  id: string;
  status: string;
  subtotal: Amount;
  shipping: Amount;
  tax: Amount;
  total: Amount;
  refunded: Amount;
};

const DAY = 86_400_000;
const report = async (by: string, from = new Date(Date.now() - DAY), to = new Date(Date.now() + DAY)) =>
  (
    await world.tell<{ salesReport: { rows: Row[]; totals: Row } }>('orders', staff, REPORT, {
      from: from.toISOString(),
      to: to.toISOString(),
      by,
    })
  ).salesReport;
const read = async (token: string | null) =>
  (await world.tell<{ orderByToken: Order }>('orders', guest, ORDER, { token })).orderByToken;
const becomes = (token: string | null, fits: (order: Order) => boolean) =>
  until('the order to get there', async () => {
    const order = await read(token);
    return fits(order) && order;
  });

const bought = async (quantity: number, price: number) => {
  const variantId = await world.variant(price, 50);
  const { payment, orderToken } = await world.buy(await world.cart([[variantId, quantity]]));
  await world.pay(payment);
  return { token: orderToken, order: await becomes(orderToken, ({ status }) => status === 'PLACED') };
};
const refund = async (token: string | null, orderId: string, amount: number) => {
  const before = (await read(token)).refunded.amount;
  await world.tell('orders', staff, REFUND, {
    input: { orderId, amount: eur(amount), reason: 'scratched', idempotencyKey: randomUUID() },
  });
  await becomes(token, ({ refunded }) => refunded.amount === before + amount);
};

test('the sales report changes by exactly what is bought and refunded, at once', async () => {
  const before = (await report('DAY')).totals;
  const { token, order } = await bought(2, 4000);
  await refund(token, order.id, 1000);
  const after = (await report('DAY')).totals;
  const moved = (name: 'gross' | 'shipping' | 'tax' | 'refunds' | 'net') =>
    after[name].amount - before[name].amount;
  expect([after.orders - before.orders, after.units - before.units]).toEqual([1, 2]);
  expect([moved('gross'), moved('shipping'), moved('tax'), moved('refunds')]).toEqual([
    8000,
    order.shipping.amount,
    order.tax.amount,
    1000,
  ]);
  expect(moved('net')).toBe(order.total.amount - 1000);
});

test('days, weeks, months and products each add up to the totals', async () => {
  await bought(3, 777);
  for (const by of ['DAY', 'WEEK', 'MONTH', 'PRODUCT']) {
    const { rows, totals } = await report(by);
    for (const name of ['gross', 'discounts', 'shipping', 'tax', 'refunds', 'net'] as const)
      expect(rows.reduce((all, row) => all + row[name].amount, 0)).toBe(totals[name].amount);
    expect(totals.key).toBe('TOTAL');
  }
  const today = new Date().toISOString().slice(0, 10);
  expect((await report('DAY')).rows.map(({ key }) => key)).toEqual([today]);
  expect((await report('MONTH')).rows[0]?.key).toBe(today.slice(0, 7));
  expect((await report('PRODUCT')).rows[0]).toMatchObject({
    key: expect.stringMatching(/^Thing /),
    id: expect.stringMatching(/^prod_/),
  });
});

test('a category counts the sales in it and its descendants, by name', async () => {
  const tell = <T>(query: string, variables: object) => world.tell<T>('products', staff, query, variables);
  const CATEGORY =
    'mutation ($input: CategoryCreateInput!) { categoryCreate(input: $input) { category { id } userErrors { code } } }';
  const category = async (name: string, parentId: string | null) =>
    (await tell<{ categoryCreate: { category: { id: string } } }>(CATEGORY, { input: { name, parentId } }))
      .categoryCreate.category.id;
  const above = await category(`Above ${randomUUID().slice(0, 6)}`, null);
  const below = await category('Below', above);
  const variant = {
    sku: `SKU-${randomUUID().slice(0, 12)}`,
    price: eur(2500),
    selectedOptions: [{ name: 'Size', value: 'One' }],
    onHand: 5,
  };
  const input = { title: 'Of a category', status: 'ACTIVE', categoryIds: [below], variants: [variant] };
  const PRODUCT =
    'mutation ($input: ProductCreateInput!) { productCreate(input: $input) { product { variants { id } } userErrors { code message } } }';
  const made = await tell<{ productCreate: { product: { variants: { id: string }[] } } }>(PRODUCT, { input });
  const { payment, orderToken } = await world.buy(
    await world.cart([[made.productCreate.product.variants[0]?.id ?? '', 2]]),
  );
  await world.pay(payment);
  await becomes(orderToken, ({ status }) => status === 'PLACED');
  const { rows } = await report('CATEGORY');
  for (const [id, key] of [
    [above, expect.stringMatching(/^Above /)],
    [below, 'Below'],
  ])
    expect(rows.find((row) => row.id === id)).toMatchObject({
      key,
      orders: 1,
      units: 2,
      gross: { amount: 5000 },
    });
});

test('any period is exact: an order counts on one side of any instant', async () => {
  const { order } = await bought(1, 555);
  const { rows } = await world.db.query<{ placed_at: Date }>('select placed_at from orders where id = $1', [
    order.id,
  ]);
  const at = rows[0]?.placed_at ?? new Date();
  const [from, to] = [new Date(at.getTime() - DAY), new Date(at.getTime() + 2 * DAY)];
  const [whole, until_, since] = await Promise.all([
    report('DAY', from, to),
    report('DAY', from, at),
    report('DAY', at, to),
  ]);
  expect(until_.totals.orders + since.totals.orders).toBe(whole.totals.orders);
  expect((await report('DAY', at, new Date(at.getTime() + 1))).totals).toMatchObject({
    orders: 1,
    gross: { amount: 555 },
  });
});

test('neither another time zone nor folding changes a sum; the roll-ups equal the orders', async () => {
  const before = (await report('DAY')).totals;
  for (const zone of ['Pacific/Kiritimati', 'Asia/Kathmandu', 'UTC']) {
    await world.db.query('select sales_recount($1)', [zone]);
    await world.db.query('select sales_fold()');
    const { rows } = await world.db.query(
      'select * from sales_disagreements((now() at time zone (select time_zone from sales_clock))::date)',
    );
    expect(rows).toEqual([]);
    expect((await report('DAY')).totals).toEqual(before);
  }
});

test('E05: the database splits amounts as the shop does', async () => {
  const weights = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 10_000_000 }), weights, async (amount, over) => {
      const { rows } = await world.db.query<{ part: string }>(
        'select part from allocated($1, $2, $3) order by id::int',
        [amount, over.map((_, index) => String(index)), over],
      );
      expect(rows.map(({ part }) => Number(part))).toEqual(
        allocate(money(amount, 'EUR'), over).map((part) => part.amount),
      );
    }),
    { numRuns: 60 },
  );
});

test('I3 I4 I5 I6 I7: after all tests the audit finds nothing', async () => {
  const { token, order } = await bought(1, 1234);
  await refund(token, order.id, 100);
  const { checked, faults } = await lasting(() => walk(orders), 20_000);
  expect(faults).toEqual([]);
  expect(checked).toBeGreaterThan(10);
});

test('a failed refund is reported until the same amount has been refunded', async () => {
  const { token, order } = await bought(1, 1500);
  const failed =
    "insert into refunds (id, order_id, amount, status, reason, settled_at) values ($1, $2, 300, 'FAILED', 'scratched', now())";
  await world.db.query(failed, [newId('ref'), order.id]);
  const found = async () => (await walk(orders)).faults.filter(({ orderId }) => orderId === order.id);
  expect(await found()).toMatchObject([
    { kind: 'REFUND_FAILED', subject: order.id, detail: '€3.00 did not go back.' },
  ]);
  await refund(token, order.id, 300);
  expect(await found()).toEqual([]);
});

/** `npm run reconcile` against this shop: its exit code and what it printed. */
const command = (...options: string[]) =>
  new Promise<{ code: number; printed: string }>((done) => {
    const { ORDERS_URL, SERVICE_PRIVATE_KEY } = world.env;
    const env = { PATH: process.env.PATH, ORDERS_URL, SERVICE_PRIVATE_KEY };
    execFile(
      process.execPath,
      ['--import', 'tsx', 'scripts/reconcile.ts', ...options],
      { env },
      (error, printed) => done({ code: Number(error?.code ?? 0), printed }),
    );
  });

test('npm run reconcile exits with 1 and lists the discrepancies, and with 0 if there are none', async () => {
  const { order } = await bought(1, 321);
  expect(await command()).toEqual({
    code: 0,
    printed: expect.stringMatching(/^All \d+ orders, payments and stock levels agree\.\n$/),
  });
  await world.db.query('update order_lines set fulfilled_quantity = 1 where order_id = $1', [order.id]);
  const result = await command('--json', '--within', '1');
  expect(result.code).toBe(1);
  expect(JSON.parse(result.printed).faults).toMatchObject([{ kind: 'LINE_COUNTS', orderId: order.id }]);
  expect((await command('--within', '0')).printed).toContain('LINE_COUNTS');
  await world.db.query('update order_lines set fulfilled_quantity = 0 where order_id = $1', [order.id]);
});

test('I18: a discrepancy is found, confirmed once it persists, and closed once it is gone', async () => {
  const { order } = await bought(1, 900);
  const off = async (by: number) => {
    await world.db.query('update orders set refunded = refunded + $2 where id = $1', [order.id, by]);
  };
  await off(7);
  const kinds = (await walk(orders)).faults
    .filter(({ orderId }) => orderId === order.id)
    .map(({ kind }) => kind);
  expect(kinds.toSorted()).toEqual(['ORDER_REFUNDS', 'REFUNDS_DISAGREE']);
  const list = async (resolved = false) =>
    (
      await world.tell<{ discrepancies: { id: string; kind: string; orderId: string | null }[] }>(
        'orders',
        staff,
        'query ($resolved: Boolean) { discrepancies(resolved: $resolved) { id kind orderId } }',
        { resolved },
      )
    ).discrepancies.filter(({ orderId }) => orderId === order.id);
  const run = async () => {
    await world.db.query("select graphile_worker.add_job('reconcileAll', job_key => 'test')");
    await until(
      'the books to be compared',
      async () =>
        (await world.db.query("select 1 from graphile_worker.jobs where key = 'test'")).rowCount === 0,
    );
  };
  await run();
  expect(await list()).toEqual([]);
  await world.db.query("update discrepancies set found_at = found_at - interval '2 minutes'");
  await run();
  expect((await list()).map(({ kind }) => kind).toSorted()).toEqual(['ORDER_REFUNDS', 'REFUNDS_DISAGREE']);
  const metrics = await registry.metrics();
  for (const kind of ['ORDER_REFUNDS', 'REFUNDS_DISAGREE'])
    expect(metrics).toMatch(new RegExp(`^plexus_orders_discrepancies\\{kind="${kind}".*\\} [1-9]`, 'm'));
  const [one] = await list();
  const resolved = await world.tell<{ discrepancyResolve: { discrepancy: { resolvedAt: string } } }>(
    'orders',
    staff,
    'mutation ($id: ID!) { discrepancyResolve(id: $id, note: "known") { discrepancy { resolvedAt } userErrors { code } } }',
    { id: one?.id },
  );
  expect(resolved.discrepancyResolve.discrepancy.resolvedAt).toBeTruthy();
  await run();
  expect(await list()).toHaveLength(1);
  await off(-7);
  await run();
  expect(await list()).toEqual([]);
  expect(await list(true)).toHaveLength(2);
});
