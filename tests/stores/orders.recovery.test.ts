import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type OrderId, readId } from '../../kernel/ids.ts';
import { runJobs } from '../../kernel/jobs.ts';
import { createLog } from '../../kernel/log.ts';
import { done } from '../../kernel/outcome.ts';
import { checkout } from '../../subgraphs/orders/checkout/checkout.ts';
import { ordersEnv } from '../../subgraphs/orders/env.ts';
import { orderCancel } from '../../subgraphs/orders/lifecycle/orderCancel.ts';
import { advance } from '../../subgraphs/orders/lifecycle/saga.ts';
import { advanceJob, systemEvents } from '../../subgraphs/orders/order/change.ts';
import { type Order, orderToken } from '../../subgraphs/orders/order/order.ts';
import type { Ports } from '../../subgraphs/orders/ports.ts';
import { cartQuote, cartShippingMethods, loadQuoteInputs } from '../../subgraphs/orders/pricing/queries.ts';
import { adapters } from '../../subgraphs/orders/start.ts';
import { address, guest, ordersWorld, type World } from './orders.world.ts';

vi.setConfig({ testTimeout: 120_000 });

/** Orders itself is not running: the test does its steps, and breaks them one by one as a crash would. */
let world: World;
let held: ReturnType<typeof adapters>;
let ports: Ports;
beforeAll(async () => {
  world = await ordersWorld({ only: ['users', 'products', 'carts', 'payments'] });
  const env = ordersEnv.parse(world.env);
  held = adapters(env);
  ports = held.ports;
  const jobs = await runJobs(env.ORDERS_DATABASE_URL, {}, createLog('orders', 'silent'));
  await jobs.close();
});
afterAll(async () => {
  for (const resource of held.resources) await resource.close();
  await world.stop();
});

type Place = readonly ['orders' | 'catalogue' | 'payments', string, 'before' | 'after', number];
const both = (service: Place[0], name: string, nth = 1): Place[] => [
  [service, name, 'before', nth],
  [service, name, 'after', nth],
];

/** The same ports, but the process dies at one place. */
const dyingAt = ([service, name, when, nth]: Place): Ports => {
  let calls = 0;
  const whole = ports[service] as Record<string, (...given: unknown[]) => Promise<unknown>>;
  const dying = async (...given: unknown[]): Promise<unknown> => {
    calls += 1;
    if (calls === nth && when === 'before') throw new Error('killed');
    const result = await whole[name]?.(...given);
    if (calls === nth) throw new Error('killed');
    return result;
  };
  return { ...ports, [service]: { ...whole, [name]: dying } };
};

const anInput = async (variantId: string) => {
  const cartId = await world.cart([[variantId, 2]]);
  const load = ({ cartId: id, country }: { cartId: string; country: string | null }) =>
    loadQuoteInputs(ports)({ userId: null, address: null }, readId('cart', id), country);
  const [option] = await cartShippingMethods(load, cartId, { shippingAddress: address });
  const shippingMethodId = option?.method.id ?? '';
  const { total: expectedTotal } = await cartQuote(load, cartId, {
    shippingAddress: address,
    shippingMethodId,
  });
  return {
    cartId,
    email: 'ada@example.com',
    shippingAddress: address,
    shippingMethodId,
    expectedTotal,
    idempotencyKey: randomUUID(),
  };
};
const orderOf = async (id: OrderId) => {
  const [order] = await ports.orders.find([id]);
  if (!order) throw new Error('the order is gone');
  return order;
};
const ordersOfCart = async (cartId: string): Promise<number> =>
  (await world.db.query('select count(*)::int as made from orders where cart_id = $1', [cartId])).rows[0]
    .made;

/** An order whose buyer's bank has agreed, of which orders has not heard yet. */
const anAuthorized = async () => {
  const mug = await world.variant(1000, 5);
  const { order, payment } = await checkout(ports)(guest, await anInput(mug));
  if (!order) throw new Error('no order');
  await world.pay(payment && { id: payment.id, clientSecret: payment.clientSecret });
  return { mug, id: order.id };
};

describe('I01: a checkout that dies', () => {
  test.each([
    ...both('orders', 'create'),
    ...both('catalogue', 'reserve'),
    ...both('payments', 'open'),
    ...both('orders', 'change'),
  ])(
    'at %s.%s (%s) is taken up by the same key: one order, one reservation, one payment',
    async (...place) => {
      const mug = await world.variant(1000, 5);
      const input = await anInput(mug);
      await expect(checkout(dyingAt(place))(guest, input)).rejects.toThrow('killed');
      const answer = await checkout(ports)(guest, input);
      expect(answer).toMatchObject({ order: { status: 'PENDING', step: 'OPENED' }, refusals: [] });
      expect(answer.payment?.clientSecret).toBeTruthy();
      expect(await ordersOfCart(input.cartId)).toBe(1);
      expect((await world.stock(mug)).reserved).toBe(2);
    },
  );

  test.each([...both('catalogue', 'reserve'), ...both('payments', 'open')])(
    'at %s.%s (%s) and is never taken up leaves nothing behind once it expires',
    async (...place) => {
      const mug = await world.variant(1000, 5);
      const input = await anInput(mug);
      await expect(checkout(dyingAt(place))(guest, input)).rejects.toThrow('killed');
      const { rows } = await world.db.query(
        "update orders set expires_at = now() - interval '1 second' where cart_id = $1 returning id",
        [input.cartId],
      );
      const id = readId('ord', rows[0].id);
      await advance(ports)(id);
      await advance(ports)(id);
      expect(await orderOf(id)).toMatchObject({ status: 'CANCELLED', step: 'DONE' });
      expect(await world.stock(mug)).toEqual({ onHand: 5, reserved: 0, available: 5 });
    },
  );
});

describe('I01: a capture that dies', () => {
  test.each([
    ...both('orders', 'change'),
    ...both('catalogue', 'commit'),
    ...both('payments', 'capture'),
    ...both('orders', 'change', 2),
  ])(
    'at %s.%s (%s, call %i) is finished by the next look: placed, paid, stock taken once',
    async (...place) => {
      const { mug, id } = await anAuthorized();
      await expect(advance(dyingAt(place))(id)).rejects.toThrow('killed');
      await advance(ports)(id);
      expect(await orderOf(id)).toMatchObject({ status: 'PLACED', paymentStatus: 'PAID', step: 'DONE' });
      expect(await world.stock(mug)).toEqual({ onHand: 3, reserved: 0, available: 3 });
      const { rows } = await world.db.query(
        "select count(*)::int as placed from order_events where order_id = $1 and kind = 'PLACED'",
        [id],
      );
      expect(rows[0].placed).toBe(1);
    },
  );
});

describe('I01: a cancellation that dies', () => {
  test.each([...both('payments', 'void'), ...both('catalogue', 'release'), ...both('orders', 'change')])(
    'of an unpaid order at %s.%s (%s) is finished by the next look',
    async (...place) => {
      const mug = await world.variant(1000, 5);
      const { order } = await checkout(ports)(guest, await anInput(mug));
      const id = readId('ord', order?.id ?? '');
      await orderCancel(ports)(guest, { orderId: id, orderToken: orderToken(ports.settings.linkSecret, id) });
      await expect(advance(dyingAt(place))(id)).rejects.toThrow('killed');
      await advance(ports)(id);
      expect(await orderOf(id)).toMatchObject({ status: 'CANCELLED', paymentStatus: 'VOIDED', step: 'DONE' });
      expect(await world.stock(mug)).toEqual({ onHand: 5, reserved: 0, available: 5 });
    },
  );

  test.each([
    ...both('catalogue', 'returnStock'),
    ...both('payments', 'refund'),
    ...both('orders', 'change'),
  ])(
    'of a paid order at %s.%s (%s) is finished by the next look: stock and money are back once',
    async (...place) => {
      const { mug, id } = await anAuthorized();
      await advance(ports)(id);
      await orderCancel(ports)(guest, { orderId: id, orderToken: orderToken(ports.settings.linkSecret, id) });
      await expect(advance(dyingAt(place))(id)).rejects.toThrow('killed');
      await advance(ports)(id);
      const order = await orderOf(id);
      expect(order).toMatchObject({ status: 'CANCELLED', step: 'DONE' });
      expect(order.refunds).toHaveLength(1);
      expect(order.refunds[0]).toMatchObject({ amount: order.total });
      expect(order.refunds[0]?.paymentRefundId).toBeTruthy();
      expect(await world.stock(mug)).toEqual({ onHand: 5, reserved: 0, available: 5 });
    },
  );
});

test('I4: if the stock has sold out, the payment is voided and the order cancelled', async () => {
  const { mug, id } = await anAuthorized();
  const gone: Ports = { ...ports, catalogue: { ...ports.catalogue, commit: async () => false } };
  await advance(gone)(id);
  expect(await orderOf(id)).toMatchObject({ status: 'CANCELLED', step: 'RELEASING' });
  await advance(ports)(id);
  expect(await orderOf(id)).toMatchObject({ paymentStatus: 'VOIDED', step: 'DONE' });
  expect(await world.stock(mug)).toEqual({ onHand: 5, reserved: 0, available: 5 });
});

test('an order with total zero is placed without a payment', async () => {
  const mug = await world.variant(0, 5);
  const input = await anInput(mug);
  await world.db.query(
    "insert into promotions (id, title, kind, categories, starts_at) values ('promo_00000000000000000000000000', 'Free', 'FREE_SHIPPING', '{}', now())",
  );
  const { order, payment, refusals } = await checkout(ports)(guest, {
    ...input,
    expectedTotal: { amount: 0, currency: 'EUR' },
  });
  await world.db.query("update promotions set ends_at = now() where id = 'promo_00000000000000000000000000'");
  expect(refusals).toEqual([]);
  expect(payment).toBeNull();
  expect(order).toMatchObject({ status: 'PLACED', paymentStatus: 'PAID', step: 'DONE' });
  expect(await world.stock(mug)).toEqual({ onHand: 3, reserved: 0, available: 3 });
});

test('an optimistic update is written once, and the slower process decides again', async () => {
  const { id } = await anAuthorized();
  const seen = await orderOf(id);
  const begin = (order: Order) =>
    done(
      order.step === 'OPENED'
        ? ({
            set: { step: 'SETTLING' },
            events: systemEvents('PAYMENT_DECLINED'),
            jobs: [advanceJob(id)],
          } as const)
        : null,
    );
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => ports.orders.change(id, begin, seen)));
  expect(outcomes.map((outcome) => outcome.ok && outcome.value.step)).toEqual(Array(8).fill('SETTLING'));
  expect(await orderOf(id)).toEqual({ ...seen, step: 'SETTLING' });
  expect((await ports.orders.timelines([id])).filter(({ kind }) => kind === 'PAYMENT_DECLINED')).toHaveLength(
    1,
  );
  await advance(ports)(id);
  expect(await orderOf(id)).toMatchObject({ status: 'PLACED', step: 'DONE' });
});

test('I15: a step with a serialization failure is retried, and happens once', async () => {
  await world.db.query(`
    create sequence trouble;
    create function trouble() returns trigger language plpgsql as $$
      begin
        if nextval('trouble') in (1, 2, 4) then raise exception 'try again' using errcode = '40P01'; end if;
        return new;
      end $$;
    create trigger trouble before insert on order_events for each row execute function trouble()`);
  const input = await anInput(await world.variant(1_999, 5));
  const made = await checkout(ports)(guest, input).finally(() =>
    world.db.query('drop trigger trouble on order_events; drop function trouble; drop sequence trouble'),
  );
  expect(made.order).toMatchObject({ status: 'PENDING', step: 'OPENED' });
  expect(await ordersOfCart(input.cartId)).toBe(1);
});
