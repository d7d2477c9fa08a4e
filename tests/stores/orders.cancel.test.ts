import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import type { Viewer } from '../../kernel/viewer.ts';
import { until } from '../support/client.ts';
import { codesOf, customer, type OrderView, ordersWorld, staff, type World } from './orders.world.ts';

vi.setConfig({ testTimeout: 120_000 });

let world: World;
beforeAll(async () => {
  world = await ordersWorld();
});
afterAll(() => world.stop());

const kinds = ({ timeline }: OrderView): string[] => timeline.map(({ kind }) => kind);
const once = (what: string, token: string | null, holds: (order: OrderView) => boolean) =>
  until(what, async () => {
    const order = await world.byToken(token);
    return order && holds(order) && order;
  });
const isPlaced = ({ status }: OrderView): boolean => status === 'PLACED';
const stepOf = async (id: string | undefined): Promise<string> =>
  (await world.db.query<{ step: string }>('select step from orders where id = $1', [id])).rows[0]?.step ?? '';

describe('a pending order', () => {
  test('is cancelled by its guest: stock and promotion are released, and it can no longer be paid', async () => {
    const code = `GONE${Date.now()}`;
    await world.promotion({ code, title: 'Once', kind: 'PERCENTAGE', percent: 10, limit: 1 });
    const mug = await world.variant(1000, 2);
    const cartId = await world.cart([[mug, 2]]);
    await world.codes(cartId, [code]);
    const { order, orderToken, payment } = await world.buy(cartId);
    expect(order?.discount.amount).toBe(200);
    const { order: cancelled } = await world.cancel(order?.id ?? '', orderToken);
    expect(cancelled).toMatchObject({
      status: 'CANCELLED',
      cancelReason: 'changed my mind',
      canCancel: false,
    });
    await until('the stock to be free', async () => (await world.stock(mug)).available === 2);
    await until('the saga to end', async () => (await stepOf(order?.id)) === 'DONE');
    expect(codesOf(await world.pay(payment))).not.toEqual([]);
    const again = await world.cart([[mug, 1]]);
    await world.codes(again, [code]);
    expect((await world.quote(again)).quote.discount.amount).toBe(100);
  });

  test('allows another order for its cart once it is cancelled', async () => {
    const cartId = await world.cart([[await world.variant(1000, 5), 1]]);
    const first = await world.buy(cartId);
    expect(codesOf(await world.buy(cartId))).toEqual(['CART_CLOSED']);
    await world.cancel(first.order?.id ?? '', first.orderToken);
    const second = await world.buy(cartId);
    expect(second.order?.status).toBe('PENDING');
    expect(second.order?.id).not.toBe(first.order?.id);
  });

  test('waits for another card after a declined one', async () => {
    const { payment, orderToken } = await world.buy(await world.cart([[await world.variant(1500, 4), 2]]));
    expect(codesOf(await world.pay(payment, 'pm_card_chargeDeclined'))).toEqual(['PAYMENT_DECLINED']);
    const order = await once('the decline to be reported', orderToken, (one) =>
      kinds(one).includes('PAYMENT_DECLINED'),
    );
    expect(order.status).toBe('PENDING');
    expect(codesOf(await world.pay(payment))).toEqual([]);
    await once('the order to be placed', orderToken, isPlaced);
  });

  test('F05: expires if it is not paid: void, release, promotions given back, once', async () => {
    const mug = await world.variant(1000, 1);
    const { order, orderToken, payment } = await world.buy(await world.cart([[mug, 1]]));
    await world.db.query(
      "update orders set expires_at = now() - interval '1 second', look_at = now() - interval '1 minute' where id = $1",
      [order?.id],
    );
    const expired = await once('the order to expire', orderToken, ({ status }) => status === 'CANCELLED');
    await until('the saga to end', async () => (await stepOf(order?.id)) === 'DONE');
    const story = ['CREATED', 'STOCK_RESERVED', 'PAYMENT_OPENED', 'EXPIRED', 'CANCELLED'];
    expect(kinds(expired).slice(0, story.length), 'the void may be reported already').toEqual(story);
    expect(await world.stock(mug)).toEqual({ onHand: 1, reserved: 0, available: 1 });
    expect(codesOf(await world.pay(payment))).not.toEqual([]);
  });
});

describe('a placed order', () => {
  test('that has not shipped is cancelled: stock is returned first, then the payment refunded', async () => {
    const mug = await world.variant(1000, 4);
    const bought = await world.buy(await world.cart([[mug, 3]]));
    await world.pay(bought.payment);
    await once('the order to be placed', bought.orderToken, isPlaced);
    expect((await world.cancel(bought.order?.id ?? '', bought.orderToken)).order?.status).toBe('CANCELLED');
    const back = await once(
      'the money to be back',
      bought.orderToken,
      ({ paymentStatus }) => paymentStatus === 'REFUNDED',
    );
    expect(back.refunded).toEqual(back.total);
    expect(await world.stock(mug)).toEqual({ onHand: 4, reserved: 0, available: 4 });
    expect(kinds(back)).toEqual([
      ...['CREATED', 'STOCK_RESERVED', 'PAYMENT_OPENED', 'PAYMENT_AUTHORIZED', 'PAYMENT_CAPTURED', 'PLACED'],
      ...['CANCELLED', 'REFUND_REQUESTED', 'REFUNDED'],
    ]);
    await until('the mail', async () => world.mailsTo(back.email).some((mail) => mail.includes('cancelled')));
    expect((await world.cancel(bought.order?.id ?? '', bought.orderToken)).order?.status).toBe('CANCELLED');
    expect((await world.byToken(bought.orderToken))?.refunded).toEqual(back.total);
  });
});

describe('another customer', () => {
  test('D01, D03: can neither see nor cancel the order', async () => {
    const ada = customer(newId('user'));
    const mug = await world.variant(1000, 5);
    const { order } = await world.buy(await world.cart([[mug, 1]], ada), {}, ada);
    const [bob, token] = [customer(newId('user')), 'a-token-that-is-none'];
    const read = (viewer: Viewer) =>
      world.tell<{ order: OrderView | null }>(
        'orders',
        viewer,
        'query ($id: ID!) { order(id: $id) { id status } }',
        { id: order?.id },
      );
    expect((await read(bob)).order).toBeNull();
    expect((await read(ada)).order).toEqual({ id: order?.id, status: 'PENDING' });
    expect((await read(staff)).order?.id).toBe(order?.id);
    expect(codesOf(await world.cancel(order?.id ?? '', token, bob))).toEqual(['NOT_FOUND']);
    expect(codesOf(await world.cancel(newId('ord'), token, bob))).toEqual(['NOT_FOUND']);
    expect(await world.byToken(token)).toBeNull();
    expect((await read(ada)).order?.status).toBe('PENDING');
  });
});
