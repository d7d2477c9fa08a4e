import { expect, test } from 'vitest';
import { table } from './table.ts';
import type { Fault } from './walk.ts';

const aFault = (kind: string, subject: string, detail: string): Fault => ({
  kind,
  subject,
  detail,
  orderId: null,
  paymentId: null,
});

test('books that agree are told in one line', () => {
  expect(table({ checked: 7, faults: [] })).toBe('All 7 orders, payments and stock levels agree.');
});

test('money that is owed is told with what a person does next, once for all of its kind', () => {
  const owed = ['ord_1', 'ord_2'].map((id) => aFault('REFUND_FAILED', id, '€3.00 did not go back.'));
  const lines = table({ checked: 7, faults: [...owed, aFault('ORDER_STUCK', 'ord_3', 'SETTLING')] }).split(
    '\n',
  );
  expect(lines).toEqual([
    '3 things do not hold, of 7 orders, payments and stock levels:',
    '  REFUND_FAILED  ord_1  €3.00 did not go back.',
    '  REFUND_FAILED  ord_2  €3.00 did not go back.',
    '  ORDER_STUCK    ord_3  SETTLING',
    '',
    expect.stringMatching(
      /^REFUND_FAILED: the buyer is still owed this\. Refund the order anew by orderRefund/,
    ),
  ]);
});

test('a job that gave up is told with the command that runs it again', () => {
  expect(table({ checked: 7, faults: [aFault('JOB_DEAD', '12', 'mail')] })).toMatch(
    /\n\nJOB_DEAD: npm run jobs shows why/,
  );
});
