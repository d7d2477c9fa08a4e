import { expect, test } from 'vitest';
import { FULFILLMENT, PAYMENT, STATUS, STEP } from './statuses.ts';

const allowed = (table: Readonly<Record<string, Readonly<Record<string, string | null>>>>): string[] =>
  Object.entries(table).flatMap(([state, row]) =>
    Object.entries(row).flatMap(([event, next]) => (next ? [`${state} ${event} ${next}`] : [])),
  );
const pairs = (table: object): number =>
  Object.values(table).flatMap((row: object) => Object.keys(row)).length;

test('F16: of all pairs of status and event exactly these happen', () => {
  expect(pairs(STATUS)).toBe(12);
  expect(allowed(STATUS)).toEqual([
    'PENDING PLACE PLACED',
    'PENDING CANCEL CANCELLED',
    'PLACED COMPLETE COMPLETED',
    'PLACED CANCEL CANCELLED',
  ]);
});

test('F16: of all pairs of payment status and event exactly these happen', () => {
  expect(pairs(PAYMENT)).toBe(42);
  expect(allowed(PAYMENT).sort()).toEqual(
    [
      'UNPAID AUTHORIZE AUTHORIZED',
      'UNPAID CAPTURE PAID',
      'UNPAID VOID VOIDED',
      'UNPAID REFUND_PART PARTIALLY_REFUNDED',
      'UNPAID REFUND_ALL REFUNDED',
      'AUTHORIZED CAPTURE PAID',
      'AUTHORIZED VOID VOIDED',
      'AUTHORIZED REFUND_PART PARTIALLY_REFUNDED',
      'AUTHORIZED REFUND_ALL REFUNDED',
      'PAID REFUND_PART PARTIALLY_REFUNDED',
      'PAID REFUND_ALL REFUNDED',
      'PARTIALLY_REFUNDED REFUND_PART PARTIALLY_REFUNDED',
      'PARTIALLY_REFUNDED REFUND_ALL REFUNDED',
      'PARTIALLY_REFUNDED REVERSE_PART PARTIALLY_REFUNDED',
      'PARTIALLY_REFUNDED REVERSE_ALL PAID',
      'REFUNDED REVERSE_PART PARTIALLY_REFUNDED',
      'REFUNDED REVERSE_ALL PAID',
    ].sort(),
  );
});

test('of all pairs of fulfilment status and event exactly these happen', () => {
  expect(pairs(FULFILLMENT)).toBe(12);
  expect(allowed(FULFILLMENT)).toEqual([
    'UNFULFILLED SHIP_PART PARTIALLY_FULFILLED',
    'UNFULFILLED SHIP_ALL FULFILLED',
    'PARTIALLY_FULFILLED SHIP_PART PARTIALLY_FULFILLED',
    'PARTIALLY_FULFILLED SHIP_ALL FULFILLED',
    'FULFILLED DELIVER_ALL DELIVERED',
  ]);
});

test('of all pairs of step and event exactly these happen: what settles is never released behind its back', () => {
  expect(pairs(STEP)).toBe(30);
  expect(allowed(STEP)).toEqual([
    'CREATED OPEN OPENED',
    'CREATED RELEASE RELEASING',
    'OPENED SETTLE SETTLING',
    'OPENED RELEASE RELEASING',
    'SETTLING RELEASE RELEASING',
    'SETTLING RETURN RETURNING',
    'SETTLING FINISH DONE',
    'RELEASING FINISH DONE',
    'RETURNING FINISH DONE',
    'DONE RELEASE RELEASING',
    'DONE RETURN RETURNING',
  ]);
});
