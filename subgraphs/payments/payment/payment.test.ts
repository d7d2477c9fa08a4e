import { expect, test } from 'vitest';
import {
  allows,
  isOver,
  isPayable,
  mayBecome,
  type PaymentAction,
  STATUSES,
  type Status,
} from './payment.ts';

const USES: readonly PaymentAction[] = ['pay', 'capture', 'void', 'refund'];
const ALLOWED: Readonly<Record<Status, string>> = {
  CREATED: 'void',
  REQUIRES_PAYMENT_METHOD: 'pay void',
  REQUIRES_ACTION: 'pay void',
  PROCESSING: 'void',
  AUTHORIZED: 'capture void',
  CAPTURED: 'refund',
  PARTIALLY_REFUNDED: 'refund',
  REFUNDED: '',
  VOIDED: '',
  FAILED: '',
  DISPUTED: '',
  UNKNOWN: 'void',
};

test('nothing may be asked of what is over', () => {
  for (const status of STATUSES.filter(isOver)) expect(USES.some((use) => allows(status, use))).toBe(false);
});

test('F16: what may be asked for in each state', () => {
  for (const status of STATUSES)
    expect([status, USES.filter((use) => allows(status, use)).join(' ')]).toEqual([status, ALLOWED[status]]);
});

/** Each state and what may be seen after it, in the order of STATUSES; x: may be, -: is a contradiction. */
const SEEN: Readonly<Record<Status, string>> = {
  //                       CR RM RA PR AU CA PA RE VO FA DI UN
  CREATED: /*              */ 'x x x x x x x x x x x x',
  REQUIRES_PAYMENT_METHOD: '- x x x x x x x x x x x',
  REQUIRES_ACTION: /*      */ '- x x x x x x x x x x x',
  PROCESSING: /*           */ '- x x x x x x x x x x x',
  AUTHORIZED: /*           */ '- - - - x x x x x x x x',
  CAPTURED: /*             */ '- - - - - x x x - - x -',
  PARTIALLY_REFUNDED: /*   */ '- - - - - x x x - - x -',
  REFUNDED: /*             */ '- - - - - x x x - - x -',
  VOIDED: /*               */ '- - - - - - - - x - - -',
  FAILED: /*               */ '- - - - - - - - - x - -',
  DISPUTED: /*             */ '- - - - - x x x - - x -',
  UNKNOWN: /*              */ '- x x x x x x x x x x x',
};

test('F16: all 144 pairs of a state and what is seen after it', () => {
  for (const from of STATUSES)
    expect([from, STATUSES.map((to) => (mayBecome(from, to) ? 'x' : '-')).join(' ')]).toEqual([
      from,
      SEEN[from],
    ]);
});

test('nothing becomes CREATED again, and the secret is of use until the bank has agreed', () => {
  for (const status of STATUSES.filter((one) => one !== 'CREATED'))
    expect(mayBecome(status, 'CREATED')).toBe(false);
  expect(STATUSES.filter(isPayable)).toEqual([
    'CREATED',
    'REQUIRES_PAYMENT_METHOD',
    'REQUIRES_ACTION',
    'UNKNOWN',
  ]);
});
