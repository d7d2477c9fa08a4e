import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Totals, ZERO_TOTALS } from '../payment/payment.ts';
import { balance, cashOf, type Entry, postings } from './ledger.ts';

const amount = fc.integer({ min: 0, max: 1e12 });
const totals: fc.Arbitrary<Totals> = fc.record({
  authorized: amount,
  released: amount,
  captured: amount,
  refunding: amount,
  refunded: amount,
  fees: amount,
  disputed: amount,
});

const booked = (states: readonly Totals[]): Entry[] =>
  states.flatMap((after, i) =>
    postings(states[i - 1] ?? ZERO_TOTALS, after).flatMap(({ entries }) => entries),
  );

test('every transaction sums to zero and has one side an entry', () => {
  fc.assert(
    fc.property(totals, totals, (before, after) => {
      for (const { entries } of postings(before, after)) {
        expect(entries.reduce((sum, { debit, credit }) => sum + debit - credit, 0)).toBe(0);
        for (const { debit, credit } of entries)
          expect(debit > 0 !== credit > 0 && Math.min(debit, credit) === 0).toBe(true);
      }
    }),
  );
});

test('the books depend on where a payment stands, never on the way there', () => {
  fc.assert(
    fc.property(fc.array(totals, { maxLength: 8 }), totals, (way, end) => {
      const entries = booked([...way, end]);
      const { authorized, released, captured, refunding, refunded, fees, disputed } = end;
      expect(balance(entries, 'cash')).toBe(cashOf(end));
      expect(balance(entries, 'customer-receivable')).toBe(authorized - released - captured);
      expect(balance(entries, 'refunds-payable')).toBe(refunded - refunding);
      expect(balance(entries, 'sales')).toBe(released + refunding - authorized);
      expect(balance(entries, 'fees')).toBe(fees);
      expect(balance(entries, 'disputes')).toBe(disputed);
    }),
  );
});

test('the same state twice books nothing', () => {
  fc.assert(
    fc.property(totals, (state) => {
      expect(postings(state, state)).toEqual([]);
    }),
  );
});

test('a captured, partly refunded payment reads like a book', () => {
  const after = {
    ...ZERO_TOTALS,
    authorized: 6000,
    captured: 6000,
    refunding: 1000,
    refunded: 1000,
    fees: 115,
  };
  expect(
    postings(ZERO_TOTALS, after).map(({ kind, entries: [debit, credit] }) => [
      kind,
      debit.account,
      credit.account,
      debit.debit,
    ]),
  ).toEqual([
    ['AUTHORIZATION', 'customer-receivable', 'sales', 6000],
    ['CAPTURE', 'cash', 'customer-receivable', 6000],
    ['REFUND_REQUEST', 'sales', 'refunds-payable', 1000],
    ['REFUND', 'refunds-payable', 'cash', 1000],
    ['FEE', 'fees', 'cash', 115],
  ]);
});
