import { expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import { money } from '../../../kernel/money.ts';
import { type AuditedOrder, chargeFindings, reservationFindings } from './discrepancy.ts';

const eur = (amount: number) => money(amount, 'EUR');
const [orderId, paymentId] = [newId('ord'), newId('pay')];
const order = (over: Partial<AuditedOrder> = {}): AuditedOrder => ({
  ...{
    id: orderId,
    status: 'PLACED',
    step: 'DONE',
    total: eur(1000),
    refunded: eur(0),
    refunding: eur(0),
    paymentId,
  },
  ...over,
});
const charge = (captured: number, refunded = 0) => ({
  id: paymentId,
  orderId,
  captured: eur(captured),
  refunded: eur(refunded),
});
const kinds = (charged: ReturnType<typeof charge>[], orders: AuditedOrder[]) =>
  chargeFindings(charged, orders).map(({ kind }) => kind);

test('I4: a placed order has its charge, of exactly its total', () => {
  expect(kinds([charge(1000)], [order()])).toEqual([]);
  expect(kinds([charge(999)], [order()])).toEqual(['CHARGE_AMOUNT']);
  expect(kinds([charge(0)], [order()])).toEqual(['CHARGE_AMOUNT']);
  expect(kinds([], [order()])).toEqual(['PAYMENT_MISSING']);
  expect(kinds([], [order({ total: eur(0) })])).toEqual([]);
});

test('I4: a charge has its placed order, or is refunded', () => {
  expect(kinds([charge(1000)], [])).toEqual(['CHARGE_WITHOUT_ORDER']);
  expect(kinds([charge(1000, 1000)], [])).toEqual([]);
  expect(kinds([charge(1000)], [order({ status: 'CANCELLED' })])).toEqual(['CHARGE_OF_CANCELLED']);
  expect(kinds([charge(1000)], [order({ status: 'CANCELLED', refunding: eur(1000) })])).toEqual([]);
  expect(kinds([charge(1000)], [order({ status: 'PENDING', step: 'SETTLING' })])).toEqual([
    'CHARGE_NOT_PLACED',
  ]);
});

test('I3: orders and payments agree on the refunds', () => {
  expect(kinds([charge(1000, 300)], [order({ refunded: eur(300) })])).toEqual([]);
  expect(kinds([charge(1000, 300)], [order()])).toEqual(['REFUNDS_DISAGREE']);
});

test('I5: stock is reserved only for pending orders, and no longer', () => {
  const now = new Date();
  const held = (late: number) => [{ orderId, subject: 'var', expiresAt: new Date(now.getTime() - late) }];
  const found = (late: number, orders: AuditedOrder[]) =>
    reservationFindings(held(late), orders, now).map(({ kind }) => kind);
  expect(found(0, [order({ status: 'PENDING' })])).toEqual([]);
  expect(found(61_000, [order({ status: 'PENDING' })])).toEqual(['HOLD_OUTLIVES_EXPIRY']);
  expect(found(0, [order({ status: 'CANCELLED' })])).toEqual(['HOLD_OUTLIVES_ORDER']);
  expect(found(0, [])).toEqual(['HOLD_WITHOUT_ORDER']);
});
