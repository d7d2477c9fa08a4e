import { expect, test } from 'vitest';
import { terms } from '../../tests/support/terms.ts';
import { balanceOf, feeFor, posting } from './balance.ts';
import { captured, chargeOf, refunded } from './charge.ts';
import { create } from './intent.ts';
import { methodOf } from './method.ts';
import { refundable } from './refund.ts';

const aCharge = () => {
  const method = methodOf('pm_1', 'pm_card_visa', 1);
  if (!method) throw new Error('no such card');
  const intent = create({ id: 'pi_1', clientSecret: 's', created: 1 }, { ...terms, amount: 1_000 });
  return chargeOf({ intent, id: 'ch_1', created: 1, method: method.shown, failure: null });
};

test('the fee is 1.5 % and 25 minor units', () => {
  expect([100, 1_000, 9_999, 33].map(feeFor)).toEqual([27, 40, 175, 25]);
});

test('the balance is the sum of what was posted, a currency each', () => {
  const entry = {
    created: 1,
    type: 'charge',
    category: 'charge',
    source: 'ch_1',
    description: null,
    rate: null,
  } as const;
  const { available } = balanceOf([
    posting({ ...entry, id: 'txn_1', amount: 1_000, fee: 40, currency: 'eur' }),
    posting({ ...entry, id: 'txn_2', amount: -500, fee: 0, currency: 'eur' }),
    posting({ ...entry, id: 'txn_3', amount: 700, fee: 36, currency: 'usd' }),
  ]);
  expect(available.map(({ amount, currency }) => [currency, amount])).toEqual([
    ['eur', 460],
    ['usd', 664],
  ]);
});

test('a refund gives back what is left of the charge and no more', () => {
  const charge = captured(aCharge(), 1_000, 'txn_1');
  expect(refundable(charge, null)).toBe(1_000);
  expect(refundable(refunded(charge, 400), null)).toBe(600);
  expect(() => refundable(refunded(charge, 400), 601)).toThrow(/greater than unrefunded amount/);
  expect(() => refundable(refunded(charge, 1_000), 1)).toThrow(/already been refunded/);
});

test('neither what is only held nor what is disputed can be refunded', () => {
  expect(() => refundable(aCharge(), null)).toThrow(/not been captured/);
  expect(() => refundable({ ...captured(aCharge(), 1_000, 'txn_1'), disputed: true }, null)).toThrow(
    /charged back/,
  );
});

test('a refund that failed counts back', () => {
  const charge = refunded(captured(aCharge(), 1_000, 'txn_1'), 1_000);
  expect(charge.refunded).toBe(true);
  expect(refunded(charge, -1_000)).toMatchObject({ refunded: false, amount_refunded: 0 });
});
