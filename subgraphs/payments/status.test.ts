import { expect, test } from 'vitest';
import { allows, isOver, isPayable, NEXT, STATUSES, type Status, type Use } from './status.ts';

const USES: readonly Use[] = ['pay', 'capture', 'void', 'refund'];
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

test('F16: what may be asked for in each state', () => {
  for (const status of STATUSES) expect([status, USES.filter((use) => allows(status, use)).join(' ')]).toEqual([status, ALLOWED[status]]);
});

test('nothing comes after what is over, and money that was taken never looks untaken again', () => {
  for (const status of STATUSES.filter(isOver)) expect(NEXT[status]).toEqual([]);
  const taken: readonly Status[] = ['CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED', 'DISPUTED'];
  for (const status of taken) expect(NEXT[status]).toEqual(taken);
});

test('nothing becomes CREATED again, and the secret is of use until the bank has agreed', () => {
  for (const status of STATUSES) expect(NEXT[status]).not.toContain('CREATED');
  expect(STATUSES.filter(isPayable)).toEqual(['CREATED', 'REQUIRES_PAYMENT_METHOD', 'REQUIRES_ACTION', 'UNKNOWN']);
});
