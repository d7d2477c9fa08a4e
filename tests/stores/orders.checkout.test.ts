import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { until } from '../support/client.ts';
import { codesOf, eur, type OrderView, ordersWorld, type World } from './orders.world.ts';

vi.setConfig({ testTimeout: 120_000 });

let world: World;
beforeAll(async () => {
  world = await ordersWorld();
});
afterAll(() => world.stop());

const kinds = ({ timeline }: OrderView): string[] => timeline.map(({ kind }) => kind);
const placed = (token: string | null) =>
  until('the order to be placed', async () => {
    const order = await world.byToken(token);
    return order?.status === 'PLACED' && order;
  });

describe('a guest', () => {
  test('buys: stock is reserved and committed, the payment captured, and the receipt sent once', async () => {
    const mug = await world.variant(1999, 10);
    const cartId = await world.cart([[mug, 3]]);
    const bought = await world.buy(cartId);
    expect(codesOf(bought)).toEqual([]);
    expect(bought.order).toMatchObject({ status: 'PENDING', paymentStatus: 'UNPAID', canCancel: true });
    expect(bought.payment?.clientSecret).toBeTruthy();
    expect(await world.stock(mug)).toEqual({ onHand: 10, reserved: 3, available: 7 });
    expect(codesOf(await world.pay(bought.payment))).toEqual([]);
    const order = await placed(bought.orderToken);
    expect(order).toMatchObject({ paymentStatus: 'PAID', total: { amount: bought.order?.total.amount } });
    expect(kinds(order)).toEqual([
      'CREATED',
      'STOCK_RESERVED',
      'PAYMENT_OPENED',
      'PAYMENT_AUTHORIZED',
      'PAYMENT_CAPTURED',
      'PLACED',
    ]);
    expect(await world.stock(mug)).toEqual({ onHand: 7, reserved: 0, available: 7 });
    const [mail] = await until('the receipt', async () => {
      const mails = world.mailsTo(order.email);
      return mails.length > 0 && mails;
    });
    expect(mail).toContain(order.number);
    const twice = await until('the cart to be closed', async () => {
      const answer = await world.buy(cartId).catch(() => null);
      return answer;
    });
    expect(twice).toMatchObject({ order: null, userErrors: [{ code: 'CART_CLOSED' }] });
  });

  test('E03: with another expected total, returns the new quote and no order', async () => {
    const cartId = await world.cart([[await world.variant(1999, 10), 1]]);
    const answer = await world.buy(cartId, { expectedTotal: eur(1) });
    expect(answer).toMatchObject({ order: null, userErrors: [{ code: 'PRICE_CHANGED' }] });
    expect(answer.quote?.total.amount).toBe(1999 + 490);
  });
});
