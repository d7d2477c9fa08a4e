import fc from 'fast-check';
import { expect, test } from 'vitest';
import { money } from '../../../kernel/money.ts';
import { aPlacedOrder, VAT } from '../../../tests/support/anOrder.ts';
import type { Order, OrderLine } from '../order.ts';
import { type RefundMade, type RefundWish, refundOrder, worthOf } from './refundOrder.ts';

const by = { actor: 'STAFF' } as const;
const wish = (over: Partial<RefundWish> = {}): RefundWish => ({ lines: null, amount: null, restock: true, reason: 'scratched', ...over });
const refund = (order: Order, over: Partial<RefundWish> = {}) => refundOrder(order, wish(over), 'ref', [], by);
const amountOf = (made: RefundMade): number => made.change.refunds?.[0]?.amount.amount ?? 0;
const codes = (outcome: ReturnType<typeof refund>) => (outcome.ok ? [] : outcome.refusals.map(({ code }) => code));

/** The order once the refund is made and the money is back. */
const settled = (order: Order, made: RefundMade): Order => {
  const refunded = money(order.refunded.amount + amountOf(made), order.currency);
  const lines = order.lines.map((line): OrderLine => {
    const pieces = made.pieces.find((piece) => piece.line.id === line.id);
    return { ...line, refundedQuantity: line.refundedQuantity + (pieces?.quantity ?? 0) };
  });
  return { ...order, lines, refunded, paymentStatus: refunded.amount === order.total.amount ? 'REFUNDED' : 'PARTIALLY_REFUNDED' };
};

const line = fc
  .record({ price: fc.integer({ min: 0, max: 99_999 }), quantity: fc.integer({ min: 1, max: 9 }), off: fc.integer({ min: 0, max: 100 }) })
  .map(({ price, quantity, off }) => ({ price, quantity, discount: Math.floor((price * quantity * off) / 100) }));
const someOrder = fc
  .record({
    lines: fc.array(line, { minLength: 1, maxLength: 6 }),
    shipping: fc.integer({ min: 0, max: 2_000 }),
    rate: fc.constantFrom(0, 7_000, 8_875, 19_000),
    included: fc.boolean(),
  })
  .map(({ lines, shipping, rate, included }) => aPlacedOrder({ lines, shipping, rates: [VAT(rate, null, included)] }));

test('E05: pieces of a line, in whatever parts they are refunded, come to the line’s total exactly', () => {
  fc.assert(
    fc.property(someOrder, fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 9, maxLength: 9 }), (order, steps) => {
      for (const line of order.lines) {
        let [refundedQuantity, sum] = [0, 0];
        for (const step of steps) {
          const pieces = Math.min(step, line.quantity - refundedQuantity);
          const worth = worthOf({ ...line, refundedQuantity }, pieces).amount;
          expect(worth).toBeGreaterThanOrEqual(0);
          sum += worth;
          refundedQuantity += pieces;
        }
        expect(sum).toBe(line.total.amount);
      }
    }),
    { numRuns: 300 },
  );
});

test('E05: lines, amounts and all the rest, in any order, never come to more than was paid; all the rest ends at exactly that', () => {
  const step = fc.oneof(
    fc.record({ at: fc.nat(5), quantity: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ amount: fc.integer({ min: 1, max: 50_000 }) }),
  );
  fc.assert(
    fc.property(someOrder, fc.array(step, { maxLength: 8 }), (first, steps) => {
      let order = first;
      for (const one of steps) {
        const target = 'at' in one ? order.lines[one.at % order.lines.length] : undefined;
        const made =
          'at' in one
            ? refund(order, { lines: target ? [{ orderLineId: target.id, quantity: one.quantity }] : [] })
            : refund(order, { amount: money(one.amount, 'EUR') });
        if (made.ok) order = settled(order, made.value);
        expect(order.refunded.amount).toBeLessThanOrEqual(order.total.amount);
      }
      const rest = refund(order);
      if (rest.ok) expect(settled(order, rest.value).refunded).toEqual(order.total);
      else expect(order.refunded).toEqual(order.total);
    }),
    { numRuns: 500 },
  );
});

test('F15: what is on its way back counts as gone', () => {
  const order = aPlacedOrder({ lines: [{ price: 1000 }], shipping: 0 });
  const pending = { id: 'a', paymentRefundId: null, amount: money(700, 'EUR'), status: 'PENDING', reason: 'x' } as const;
  expect(codes(refund({ ...order, refunds: [pending] }, { amount: money(301, 'EUR') }))).toEqual(['REFUND_EXCEEDS']);
  expect(codes(refund({ ...order, refunds: [pending] }, { amount: money(300, 'EUR') }))).toEqual([]);
  expect(codes(refund({ ...order, refunds: [{ ...pending, status: 'FAILED' }] }, { amount: money(1000, 'EUR') }))).toEqual([]);
});

test('what was never paid cannot be refunded, and what costs nothing has nothing to give back', () => {
  expect(codes(refund(aPlacedOrder({}, { status: 'PENDING', paymentStatus: 'UNPAID' })))).toEqual(['REFUND_EXCEEDS']);
  const order = aPlacedOrder({ lines: [{ price: 0 }, { price: 100 }], shipping: 0 });
  expect(codes(refund(order, { lines: [{ orderLineId: order.lines[0]?.id ?? 'oline_', quantity: 1 }] }))).toEqual(['INVALID']);
});

test('once the rest is refunded, an order that was sent in part is sent; with all parcels there it is completed', () => {
  const order = aPlacedOrder({ lines: [{ price: 500, quantity: 2 }] }, { fulfillmentStatus: 'PARTIALLY_FULFILLED' });
  const sent = { ...order, lines: order.lines.map((each) => ({ ...each, fulfilledQuantity: 1 })) };
  const lines = [{ orderLineId: sent.lines[0]?.id ?? ('oline_' as const), quantity: 1 }];
  const parcel = {
    id: 'ful_',
    orderId: order.id,
    lines: [],
    carrier: null,
    trackingNumber: null,
    trackingUrl: null,
    shippedAt: new Date(),
  } as const;
  const setOf = (deliveredAt: Date | null) => {
    const made = refundOrder(sent, wish({ lines }), 'ref', [{ ...parcel, deliveredAt }], by);
    return made.ok && made.value.change.set;
  };
  expect(setOf(null)).toEqual({ fulfillmentStatus: 'FULFILLED' });
  expect(setOf(new Date())).toEqual({ fulfillmentStatus: 'DELIVERED', status: 'COMPLETED' });
});
