import { describe, expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import { berlin, eur, NOW } from '../../../tests/support/aQuote.ts';
import type { Order } from '../order/order.ts';
import { applyPaymentChange, type PaymentChange } from './paymentChange.ts';

const anOrder = (over: Partial<Order> = {}): Order => ({
  ...{
    id: newId('ord'),
    number: 'A234567890',
    cartId: newId('cart'),
    ownerId: null,
    email: 'ada@example.com',
    currency: 'EUR',
    lines: [],
  },
  ...{
    subtotal: eur(1000),
    discount: eur(0),
    shipping: eur(0),
    tax: eur(0),
    taxIncluded: true,
    total: eur(1000),
    promotions: [],
  },
  ...{
    shippingAddress: berlin,
    billingAddress: berlin,
    shippingMethodId: newId('ship'),
    shippingMethodName: 'Standard',
  },
  ...{
    createdAt: NOW,
    expiresAt: NOW,
    tokenHash: null,
    status: 'PENDING',
    paymentStatus: 'UNPAID',
    fulfillmentStatus: 'UNFULFILLED',
  },
  ...{
    step: 'OPENED',
    refunded: eur(0),
    refunds: [],
    paymentId: null,
    cancelReason: null,
    shortages: [],
    placedAt: null,
    cancelledAt: null,
  },
  ...over,
});
const placed = (over: Partial<Order> = {}) =>
  anOrder({ status: 'PLACED', paymentStatus: 'PAID', step: 'DONE', placedAt: NOW, ...over });
const cancelled = (over: Partial<Order> = {}) =>
  anOrder({ status: 'CANCELLED', step: 'DONE', cancelledAt: NOW, ...over });
const reported = (kind: PaymentChange['kind'], over: Partial<PaymentChange> = {}): PaymentChange => ({
  kind,
  paymentId: newId('pay'),
  amount: null,
  refundId: null,
  version: null,
  refundKey: null,
  ...over,
});
const change = (order: Order, event: PaymentChange) => applyPaymentChange(order, event, NOW);
const kinds = (order: Order, event: PaymentChange) => change(order, event)?.events.map(({ kind }) => kind);

describe('an authorized payment', () => {
  test('lets a pending order settle', () => {
    const after = change(anOrder(), reported('AUTHORIZED', { amount: eur(1000) }));
    expect(after?.set).toMatchObject({ paymentStatus: 'AUTHORIZED', step: 'SETTLING' });
    expect(after?.jobs).toHaveLength(1);
  });

  test('is recorded once, and late events change nothing', () => {
    for (const event of ['AUTHORIZED', 'CAPTURED', 'VOIDED', 'DECLINED'] as const)
      expect(change(placed(), reported(event))).toBeNull();
    expect(
      change(anOrder({ paymentStatus: 'AUTHORIZED', step: 'SETTLING' }), reported('AUTHORIZED')),
    ).toBeNull();
    expect(change(cancelled({ paymentStatus: 'VOIDED' }), reported('AUTHORIZED'))).toBeNull();
  });

  test('of a cancelled order is released again', () => {
    expect(change(cancelled(), reported('AUTHORIZED'))?.set.step).toBe('RELEASING');
    expect(change(cancelled({ step: 'RELEASING' }), reported('CAPTURED'))?.set).toMatchObject({
      paymentStatus: 'PAID',
      step: 'RELEASING',
    });
  });

  test('F06: of another amount than the total is never captured', () => {
    for (const amount of [eur(999), { amount: 1000, currency: 'USD' }])
      expect(change(anOrder(), reported('AUTHORIZED', { amount }))?.set).toMatchObject({
        status: 'CANCELLED',
        step: 'RELEASING',
      });
  });
});

test('a declined payment only adds an event', () => {
  expect(change(anOrder(), reported('DECLINED'))).toMatchObject({
    set: {},
    events: [{ kind: 'PAYMENT_DECLINED', unlessRepeated: true }],
  });
});

test('F18: a disputed payment adds an event in any state of the order', () => {
  expect(kinds(placed(), reported('DISPUTED'))).toEqual(['PAYMENT_DISPUTED']);
});

test('a voided payment cancels a pending order, but not one that is settling', () => {
  expect(change(anOrder(), reported('VOIDED'))?.set).toMatchObject({
    status: 'CANCELLED',
    paymentStatus: 'VOIDED',
    step: 'RELEASING',
  });
  expect(change(anOrder({ step: 'SETTLING' }), reported('VOIDED'))?.set).toEqual({ paymentStatus: 'VOIDED' });
});

describe('a refund', () => {
  const refundId = newId('ref');
  const pending = {
    id: 'key',
    paymentRefundId: null,
    amount: eur(400),
    status: 'PENDING',
    reason: 'scratch',
  } as const;

  test('adds up, first partial and then full', () => {
    const order = placed({ refunds: [pending] });
    const part = change(order, reported('REFUNDED', { refundId, amount: eur(400) }));
    expect(part?.set).toEqual({ paymentStatus: 'PARTIALLY_REFUNDED', refunded: eur(400) });
    expect(part?.refunds).toMatchObject([{ ...pending, paymentRefundId: refundId, status: 'SUCCEEDED' }]);
    const rest = change(
      placed({ paymentStatus: 'PARTIALLY_REFUNDED', refunded: eur(400) }),
      reported('REFUNDED', { refundId, amount: eur(600) }),
    );
    expect(rest?.set).toEqual({ paymentStatus: 'REFUNDED', refunded: eur(1000) });
  });

  test('that is repeated counts once', () => {
    const known = { ...pending, paymentRefundId: refundId, status: 'SUCCEEDED' } as const;
    const order = placed({ paymentStatus: 'PARTIALLY_REFUNDED', refunded: eur(400), refunds: [known] });
    expect(change(order, reported('REFUNDED', { refundId, amount: eur(400) }))).toBeNull();
  });

  test('that fails makes its amount refundable again', () => {
    const order = placed({ refunds: [{ ...pending, paymentRefundId: refundId }] });
    expect(change(order, reported('REFUND_FAILED', { refundId }))?.refunds).toMatchObject([
      { status: 'FAILED' },
    ]);
  });

  const known = { ...pending, paymentRefundId: refundId, status: 'SUCCEEDED' } as const;

  test('R10: that succeeded and fails later is reversed: the buyer is notified, and the order can be refunded again', () => {
    const part = placed({ paymentStatus: 'PARTIALLY_REFUNDED', refunded: eur(400), refunds: [known] });
    const failed = change(part, reported('REFUND_FAILED', { refundId, amount: eur(400) }));
    expect(failed).toMatchObject({
      set: { paymentStatus: 'PAID', refunded: eur(0) },
      refunds: [{ id: 'key', status: 'FAILED' }],
      events: [{ kind: 'REFUND_FAILED', message: 'The refund of €4.00 failed.' }],
      jobs: [{ task: 'orders.refundFailedMail', payload: { refundId: 'key' } }],
    });
    const other = { ...known, id: 'other', paymentRefundId: newId('ref'), amount: eur(600) };
    const whole = placed({ paymentStatus: 'REFUNDED', refunded: eur(1000), refunds: [known, other] });
    expect(change(whole, reported('REFUND_FAILED', { refundId }))?.set).toEqual({
      paymentStatus: 'PARTIALLY_REFUNDED',
      refunded: eur(600),
    });
    expect(
      change(cancelled({ ...whole, status: 'CANCELLED' }), reported('REFUND_FAILED', { refundId }))?.set
        .refunded,
    ).toEqual(eur(600));
  });

  test('R10: reported in any order and any number of times ends with the latest version', () => {
    const events = [
      reported('REFUNDED', { refundId, amount: eur(400), version: 5 }),
      reported('REFUND_FAILED', { refundId, amount: eur(400), version: 7 }),
    ];
    for (const order of [
      [0, 1],
      [1, 0],
      [0, 0, 1, 0, 1],
      [1, 1, 0],
    ]) {
      let now = placed({ refunds: [pending] });
      for (const index of order) {
        const event = events[index];
        const after = event && change(now, event);
        if (after) now = { ...now, ...after.set, refunds: after.refunds ?? now.refunds };
      }
      expect(now, order.join()).toMatchObject({
        paymentStatus: 'PAID',
        refunded: eur(0),
        refunds: [{ status: 'FAILED', paymentVersion: 7 }],
      });
    }
  });

  test('R10: without a version a refund that has failed stays so', () => {
    const order = placed({ refunds: [{ ...pending, paymentRefundId: refundId, status: 'FAILED' }] });
    expect(change(order, reported('REFUNDED', { refundId, amount: eur(400) }))).toBeNull();
    expect(
      change(order, reported('REFUNDED', { refundId, amount: eur(400), version: 3 }))?.set.refunded,
    ).toEqual(eur(400));
  });

  test('R10: two refunds of the same amount are matched to their own reports', () => {
    const twin = { ...pending, id: 'twin' };
    const order = placed({ refunds: [pending, twin] });
    expect(
      change(order, reported('REFUNDED', { refundId, amount: eur(400), version: 1, refundKey: 'twin' }))
        ?.refunds,
    ).toMatchObject([{ id: 'twin', paymentRefundId: refundId }]);
    const elsewhere = change(
      order,
      reported('REFUNDED', { refundId, amount: eur(400), version: 1, refundKey: 'provider:re_1' }),
    );
    expect(elsewhere?.refunds).toMatchObject([{ id: refundId, reason: 'Refunded through payments.' }]);
  });
});
