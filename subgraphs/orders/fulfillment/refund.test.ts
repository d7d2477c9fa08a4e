import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Money, money, sum } from '../../../kernel/money.ts';
import { aPlacedOrder, VAT } from '../../../tests/support/anOrder.ts';
import type { Order, OrderLine } from '../order/order.ts';
import { type RefundDecision, refundOrder } from './refund.ts';
import {
  ownTotal,
  type RefundedAmounts,
  type RefundRequest,
  refundValue,
  shippingLeft,
} from './refundParts.ts';

const by = { actor: 'STAFF' } as const;
const wish = (over: Partial<RefundRequest> = {}): RefundRequest => ({
  ...{ lines: null, shipping: false, amount: null, restock: true, reason: 'scratched' },
  ...over,
});
const NONE: RefundedAmounts = new Map();
const refund = (order: Order, over: Partial<RefundRequest> = {}, amounts = NONE) =>
  refundOrder(order, wish(over), 'ref', { parcels: [], amounts }, by);
const amountOf = (made: RefundDecision): number => made.change.refunds?.[0]?.amount.amount ?? 0;
const codes = (outcome: ReturnType<typeof refund>) =>
  outcome.ok ? [] : outcome.refusals.map(({ code }) => code);

/** The order once the refund is made and the money is back. */
const settled = (order: Order, made: RefundDecision): Order => {
  const refunded = money(order.refunded.amount + amountOf(made), order.currency);
  const lines = order.lines.map((line): OrderLine => {
    const pieces = made.lines.find((piece) => piece.line.id === line.id);
    return { ...line, refundedQuantity: line.refundedQuantity + (pieces?.quantity ?? 0) };
  });
  return {
    ...order,
    lines,
    refunded,
    paymentStatus: refunded.amount === order.total.amount ? 'REFUNDED' : 'PARTIALLY_REFUNDED',
  };
};

const line = fc
  .record({
    price: fc.integer({ min: 0, max: 99_999 }),
    quantity: fc.integer({ min: 1, max: 9 }),
    off: fc.integer({ min: 0, max: 100 }),
    isBook: fc.boolean(),
  })
  .map(({ price, quantity, off, isBook }) => ({
    ...{ price, quantity, discount: Math.floor((price * quantity * off) / 100) },
    categories: isBook ? ['books'] : [],
  }));
const someOrder = fc
  .record({
    lines: fc.array(line, { minLength: 1, maxLength: 6 }),
    shipping: fc.integer({ min: 0, max: 2_000 }),
    rate: fc.constantFrom(0, 7_000, 8_875, 19_000),
    ofBooks: fc.constantFrom(null, 0, 7_000),
    included: fc.boolean(),
    currency: fc.constantFrom('EUR', 'JPY', 'BHD'),
  })
  .map(({ lines, shipping, rate, ofBooks, included, currency }) => {
    const books = ofBooks === null ? [] : [VAT(ofBooks, 'books', included)];
    return aPlacedOrder({ lines, shipping, rates: [VAT(rate, null, included), ...books], currency });
  });

test('E05: partial refunds of a line add up to the line’s total exactly', () => {
  fc.assert(
    fc.property(
      someOrder,
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 9, maxLength: 9 }),
      (order, steps) => {
        for (const line of order.lines) {
          const zero = money(0, order.currency);
          let [refundedQuantity, sum] = [0, 0];
          for (const step of steps) {
            const pieces = Math.min(step, line.quantity - refundedQuantity);
            const worth = refundValue({ ...line, refundedQuantity }, pieces, order, {
              ...zero,
              amount: sum,
            }).amount;
            expect(worth).toBeGreaterThanOrEqual(0);
            sum += worth;
            refundedQuantity += pieces;
          }
          expect(sum).toBe(ownTotal(line, order).amount);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('E05: refunds in any order never exceed what was paid, and refunding the rest ends at exactly that', () => {
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
            : refund(order, { amount: money(one.amount, order.currency) });
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

test('F15: pending refunds count as refunded', () => {
  const order = aPlacedOrder({ lines: [{ price: 1000 }], shipping: 0 });
  const pending = {
    id: 'a',
    paymentRefundId: null,
    amount: money(700, 'EUR'),
    status: 'PENDING',
    reason: 'x',
  } as const;
  expect(codes(refund({ ...order, refunds: [pending] }, { amount: money(301, 'EUR') }))).toEqual([
    'REFUND_EXCEEDS',
  ]);
  expect(codes(refund({ ...order, refunds: [pending] }, { amount: money(300, 'EUR') }))).toEqual([]);
  expect(
    codes(refund({ ...order, refunds: [{ ...pending, status: 'FAILED' }] }, { amount: money(1000, 'EUR') })),
  ).toEqual([]);
});

test('an unpaid order cannot be refunded', () => {
  expect(codes(refund(aPlacedOrder({}, { status: 'PENDING', paymentStatus: 'UNPAID' })))).toEqual([
    'REFUND_EXCEEDS',
  ]);
});

test('refunding the rest of a partially shipped order makes it fulfilled, and completed if all parcels are delivered', () => {
  const order = aPlacedOrder(
    { lines: [{ price: 500, quantity: 2 }] },
    { fulfillmentStatus: 'PARTIALLY_FULFILLED' },
  );
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
    const made = refundOrder(
      sent,
      wish({ lines }),
      'ref',
      { parcels: [{ ...parcel, deliveredAt }], amounts: NONE },
      by,
    );
    return made.ok && made.value.change.set;
  };
  expect(setOf(null)).toEqual({ fulfillmentStatus: 'FULFILLED' });
  expect(setOf(new Date())).toEqual({ fulfillmentStatus: 'DELIVERED', status: 'COMPLETED' });
});

/** An order with what was refunded of it, kept as the store keeps it. */
type Books = Readonly<{
  order: Order;
  made: readonly (RefundDecision & { status: 'SUCCEEDED' | 'FAILED' })[];
}>;
const standing = ({ made }: Books) => made.filter(({ status }) => status === 'SUCCEEDED');
const paidBack = (books: Books): number => standing(books).reduce((all, one) => all + amountOf(one), 0);
const amountsIn = (books: Books): RefundedAmounts => {
  const amounts = new Map<OrderLine['id'], Money>();
  for (const { line, amount } of standing(books).flatMap(({ lines }) => lines))
    amounts.set(line.id, money((amounts.get(line.id)?.amount ?? 0) + amount.amount, amount.currency));
  return amounts;
};
const orderNow = (books: Books): Order => {
  const pieces = standing(books).flatMap((one) => one.lines);
  const refunds = books.made.flatMap(({ change, status }, index) =>
    (change.refunds ?? []).map((one) => ({ ...one, id: String(index), status })),
  );
  const refunded = money(paidBack(books), books.order.currency);
  const lines = books.order.lines.map((line) => ({
    ...line,
    refundedQuantity: pieces
      .filter((piece) => piece.line.id === line.id)
      .reduce((all, { quantity }) => all + quantity, 0),
  }));
  const paymentStatus = refunded.amount === books.order.total.amount ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
  return {
    ...books.order,
    lines,
    refunds,
    refunded,
    paymentStatus: refunded.amount === 0 ? 'PAID' : paymentStatus,
  };
};
const tried = (books: Books, over: Partial<RefundRequest>): Books => {
  const made = refund(orderNow(books), over, amountsIn(books));
  return made.ok ? { ...books, made: [...books.made, { ...made.value, status: 'SUCCEEDED' }] } : books;
};
const failing = (books: Books, at: number): Books => ({
  ...books,
  made: books.made.map((one, index) =>
    index === at % books.made.length ? { ...one, status: 'FAILED' } : one,
  ),
});

test('R08: refunds of lines and shipping, in any order and with any failures, add up to exactly what was paid', () => {
  const step = fc.oneof(
    fc.record({ at: fc.nat(5), quantity: fc.integer({ min: 1, max: 4 }) }),
    fc.constant({ shipping: true as const }),
    fc.record({ fails: fc.nat(9) }),
  );
  fc.assert(
    fc.property(someOrder, fc.array(step, { maxLength: 12 }), (order, steps) => {
      let books: Books = { order, made: [] };
      for (const one of steps) {
        if ('fails' in one) books = failing(books, one.fails);
        else if ('shipping' in one) books = tried(books, { lines: null, shipping: true });
        else {
          const target = order.lines[one.at % order.lines.length];
          if (target) books = tried(books, { lines: [{ orderLineId: target.id, quantity: one.quantity }] });
        }
        expect(paidBack(books)).toBeLessThanOrEqual(order.total.amount);
      }
      for (const line of orderNow(books).lines) {
        const quantity = line.quantity - line.refundedQuantity;
        if (quantity > 0) books = tried(books, { lines: [{ orderLineId: line.id, quantity }] });
      }
      books = tried(books, { shipping: true });
      expect(paidBack(books)).toBe(order.total.amount);
      const amounts = amountsIn(books);
      for (const line of order.lines)
        expect(amounts.get(line.id)?.amount ?? 0).toBe(ownTotal(line, order).amount);
    }),
    { numRuns: 500 },
  );
});

test('R08: the tax on shipping is refunded with shipping, never with items', () => {
  const order = aPlacedOrder({
    lines: [{ price: 1000 }, { price: 3000 }],
    shipping: 1000,
    rates: [VAT(10_000, null, false)],
  });
  expect(order.total.amount).toBe(5500);
  const items = refund(order, { lines: order.lines.map(({ id }) => ({ orderLineId: id, quantity: 1 })) });
  expect(items.ok && [amountOf(items.value), items.value.lines.map(({ amount }) => amount.amount)]).toEqual([
    4400,
    [1100, 3300],
  ]);
  const shipping = refund(order, { shipping: true });
  expect(shipping.ok && shipping.value.change.refunds).toMatchObject([
    { amount: { amount: 1100 }, shipping: { amount: 1100 } },
  ]);
  expect(shippingLeft(order).amount).toBe(1100);
  const all = refund(order);
  expect(all.ok && all.value.change.refunds).toMatchObject([
    { amount: { amount: 5500 }, shipping: { amount: 1100 } },
  ]);
});

test('R08: if prices include tax, items are refunded at their price and shipping at its own', () => {
  const order = aPlacedOrder({ lines: [{ price: 1000, discount: 100 }], shipping: 490 });
  const items = refund(order, { lines: [{ orderLineId: order.lines[0]?.id ?? 'oline_', quantity: 1 }] });
  const shipping = refund(order, { shipping: true });
  expect([items, shipping].map((made) => made.ok && amountOf(made.value))).toEqual([900, 490]);
});

test('R08: the tax on shipping of a line is a part of its tax; in all it is the tax on the shipping, each rate rounded once', () => {
  fc.assert(
    fc.property(someOrder, ({ lines, shipping, currency, tax, subtotal, discount }) => {
      for (const line of lines) expect(line.shippingTax.amount).toBeLessThanOrEqual(line.tax.amount);
      const rates = new Set(lines.map(({ categories }) => categories.join()));
      const base = subtotal.amount - discount.amount + shipping.amount;
      if (rates.size > 1 || base === 0) return;
      const onShipping = sum(
        lines.map((line) => line.shippingTax),
        currency,
      );
      expect(Math.abs(onShipping.amount - (tax.amount * shipping.amount) / base)).toBeLessThanOrEqual(0.5);
    }),
  );
});

const idOf = (order: Order, index: number) => order.lines[index]?.id ?? ('oline_' as const);

test('R13: items of a free order or a free line are returned without a refund', () => {
  const free = aPlacedOrder({ lines: [{ price: 1000, quantity: 2, discount: 2000 }], shipping: 0 });
  const gift = aPlacedOrder({ lines: [{ price: 0 }, { price: 100 }], shipping: 0 });
  for (const order of [free, gift]) {
    const made = refund(order, { lines: [{ orderLineId: idOf(order, 0), quantity: 1 }] });
    if (!made.ok) throw new Error(codes(made).join());
    expect(made.value.change).toMatchObject({
      refunds: [{ amount: { amount: 0 }, status: 'SUCCEEDED' }],
      events: [{ kind: 'REFUNDED', message: '1 item was returned. No money was refunded.' }],
      jobs: [{ task: 'orders.refundMail' }],
    });
    expect(made.value.lines).toMatchObject([{ quantity: 1, restocked: 1, amount: { amount: 0 } }]);
    expect(made.value.change.set).not.toHaveProperty('paymentStatus');
  }
  expect(codes(refund(free))).toEqual([]);
  expect(codes(refund(free, { amount: money(1, 'EUR') }))).toEqual(['REFUND_EXCEEDS']);
});

test('R13: free and paid items are refunded together at the price of the paid ones', () => {
  const order = aPlacedOrder({ lines: [{ price: 0, quantity: 2 }, { price: 100 }], shipping: 0 });
  const made = refund(order, {
    lines: [0, 1].map((index) => ({ orderLineId: idOf(order, index), quantity: 1 })),
  });
  expect(made.ok && [amountOf(made.value), made.value.lines.map(({ restocked }) => restocked)]).toEqual([
    100,
    [1, 1],
  ]);
});

test('R13: items of a fully refunded order are returned without a refund, each once', () => {
  const order = aPlacedOrder(
    { lines: [{ price: 500 }], shipping: 0 },
    { paymentStatus: 'REFUNDED', refunded: money(500, 'EUR') },
  );
  const lines = [{ orderLineId: idOf(order, 0), quantity: 1 }];
  const made = refund(order, { lines });
  expect(made.ok && [amountOf(made.value), made.value.lines.map(({ amount }) => amount.amount)]).toEqual([
    0,
    [0],
  ]);
  expect(codes(refund(order))).toEqual(['REFUND_EXCEEDS']);
  const back = { ...order, lines: order.lines.map((line) => ({ ...line, refundedQuantity: 1 })) };
  expect(codes(refund(back, { lines }))).toEqual(['REFUND_EXCEEDS']);
  expect(codes(refund({ ...order, status: 'CANCELLED' }, { lines }))).toEqual(['REFUND_EXCEEDS']);
});

test('R10: items that a failed refund returned to stock are not returned again', () => {
  const order = aPlacedOrder({ lines: [{ price: 500, quantity: 3 }], shipping: 0 });
  const failed = { ...order, lines: order.lines.map((line) => ({ ...line, returnedQuantity: 2 })) };
  const made = refund(failed, { lines: [{ orderLineId: idOf(order, 0), quantity: 3 }] });
  expect(made.ok && made.value.lines).toMatchObject([{ quantity: 3, covered: 2, restocked: 1 }]);
  const kept = refund(failed, { lines: [{ orderLineId: idOf(order, 0), quantity: 1 }], restock: false });
  expect(kept.ok && kept.value.lines).toMatchObject([{ covered: 1, restocked: 0 }]);
});

test('R10: of a cancelled order, whose items are in stock, only money is refunded', () => {
  const order = aPlacedOrder({ lines: [{ price: 500 }], shipping: 0 }, { status: 'CANCELLED' });
  const made = refund(order);
  expect(made.ok && [amountOf(made.value), made.value.lines.map(({ restocked }) => restocked)]).toEqual([
    500,
    [0],
  ]);
});
