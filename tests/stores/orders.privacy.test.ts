import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId, type UserId } from '../../kernel/ids.ts';
import { ordersEnv } from '../../subgraphs/orders/env.ts';
import { personalDataErase, personalDataSweep } from '../../subgraphs/orders/privacy/commands.ts';
import { personalDataOf } from '../../subgraphs/orders/privacy/personalData.ts';
import { adapters } from '../../subgraphs/orders/start.ts';
import { until } from '../support/client.ts';
import { address, customer, ordersWorld, staff, type World } from './orders.world.ts';

let world: World;
let orders: ReturnType<typeof adapters>;
beforeAll(async () => {
  world = await ordersWorld();
  orders = adapters(ordersEnv.parse(world.env));
});
afterAll(async () => {
  for (const resource of orders.resources) await resource.close();
  await world.stop();
});

const READ = 'query ($id: ID!) { order(id: $id) { status email lines { id } fulfillments { id } } }';
type Read = { status: string; email: string; lines: { id: string }[]; fulfillments: { id: string }[] };
const read = async (id: string) => (await world.tell<{ order: Read }>('orders', staff, READ, { id })).order;

/** An order that somebody has placed and paid, with its invoice. */
const placed = async (userId: UserId) => {
  const viewer = customer(userId);
  const { order, payment } = await world.buy(
    await world.cart([[await world.variant(1999, 5), 1]], viewer),
    {},
    viewer,
  );
  await world.pay(payment, 'pm_card_visa', viewer);
  const id = order?.id ?? '';
  await until(
    'the invoice',
    async () =>
      (await world.db.query('select 1 from invoices where order_id = $1 and file_key is not null', [id]))
        .rowCount,
  );
  return { id, email: order?.email ?? '' };
};

const deliver = async (orderId: string) => {
  const FULFILL =
    'mutation ($input: OrderFulfillInput!) { orderFulfill(input: $input) { userErrors { message } } }';
  const DELIVERED =
    'mutation ($order: ID!, $parcel: ID!) { orderMarkDelivered(orderId: $order, fulfillmentId: $parcel) { userErrors { message } } }';
  const lines = (await read(orderId)).lines.map(({ id }) => ({ orderLineId: id, quantity: 1 }));
  const parcel = { carrier: 'DHL', trackingNumber: `T-${randomUUID()}` };
  await world.tell('orders', staff, FULFILL, {
    input: { orderId, lines, ...parcel, idempotencyKey: randomUUID() },
  });
  await world.tell('orders', staff, DELIVERED, {
    order: orderId,
    parcel: (await read(orderId)).fulfillments[0]?.id,
  });
  expect((await read(orderId)).status).toBe('COMPLETED');
};

/** How many rows of the database have the text in them, but for jobs, which end. */
const rowsWith = async (text: string): Promise<number> => {
  const tables = [
    'orders',
    'order_events',
    'order_lines',
    'order_notes',
    'fulfillments',
    'refunds',
    'redemptions',
    'idempotency_keys',
  ];
  let count = 0;
  for (const table of tables)
    count +=
      (await world.db.query(`select 1 from ${table} t where strpos(to_jsonb(t)::text, $1) > 0`, [text]))
        .rowCount ?? 0;
  return count;
};

test('the export contains all orders of the person, none of anyone else, and no secrets', async () => {
  const [ada, bob] = [newId('user'), newId('user')];
  const [mine, others] = [await placed(ada), await placed(bob)];
  const text = await personalDataOf(orders.ports)(ada);
  const { orders: own } = JSON.parse(text) as { orders: Record<string, unknown>[] };
  expect(own).toHaveLength(1);
  expect(own[0]).toMatchObject({
    id: mine.id,
    email: mine.email,
    status: 'PLACED',
    shippingAddress: address,
    lines: [{ quantity: 1 }],
  });
  expect(own[0]?.invoice).toMatchObject({ number: expect.stringMatching(/^INV-/) });
  expect(text).not.toContain(others.id);
  expect(text).not.toMatch(/hash|token|secret|idempotency/i);
});

test('finished orders are erased at once, others once they are finished; amounts and invoices stay', async () => {
  const ada = newId('user');
  const [over, underWay] = [await placed(ada), await placed(ada)];
  await deliver(over.id);
  const before = await world.db.query('select total, tax, status from orders where id = $1', [over.id]);

  expect(await personalDataErase(orders.ports)(ada)).toBe(true);
  expect(await personalDataErase(orders.ports)(ada)).toBe(true);
  expect((await read(over.id)).email).toBe('removed@customer.invalid');
  expect(await rowsWith(over.email)).toBe(0);
  expect(
    (await world.db.query('select total, tax, status from orders where id = $1', [over.id])).rows,
  ).toEqual(before.rows);
  const { rows } = await world.db.query('select shipping_address from orders where id = $1', [over.id]);
  expect(rows[0].shipping_address).toMatchObject({
    country: 'DE',
    name: '',
    line1: '',
    city: '',
    postalCode: null,
  });
  expect((await read(underWay.id)).email).toBe(underWay.email);

  await deliver(underWay.id);
  await personalDataSweep(orders.ports)();
  expect([await rowsWith(underWay.email), await rowsWith(ada)]).toEqual([0, 0]);
  const invoices = await world.db.query('select 1 from invoices where order_id = any($1)', [
    [over.id, underWay.id],
  ]);
  expect(invoices.rowCount).toBe(2);
});

test('an erasure request stays open for a day, since a checkout may be in progress', async () => {
  const [ada, bob] = [newId('user'), newId('user')];
  await Promise.all([personalDataErase(orders.ports)(ada), personalDataErase(orders.ports)(bob)]);
  await world.db.query("update erasures set asked_at = now() - interval '25 hours' where user_id = $1", [
    ada,
  ]);
  await personalDataSweep(orders.ports)();
  expect(
    (await world.db.query('select user_id from erasures where user_id = any($1)', [[ada, bob]])).rows,
  ).toEqual([{ user_id: bob }]);
});

test('order events still cannot be updated', async () => {
  const { id } = await placed(newId('user'));
  const write = world.db.query(
    "update order_events set actor_id = null, message = 'nothing' where order_id = $1",
    [id],
  );
  await expect(write).rejects.toThrow('kept as they are');
});
