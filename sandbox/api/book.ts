import type Stripe from 'stripe';
import type { Unit } from '../journal/unit.ts';
import { type Posting, posting } from '../objects/balance.ts';
import { type Converted, wholeUnits } from '../objects/currencies.ts';

type Entry = Omit<Posting, 'id' | 'created' | 'fee' | 'rate'> & Readonly<{ fee(settled: number): number }>;

/** An amount in the currency that the account settles in. */
export const settledIn = ({ settlement }: Unit, amount: number, currency: string): Converted =>
  settlement && settlement.currency !== currency
    ? { amount: Math.round(amount * settlement.rate), currency: settlement.currency }
    : { amount, currency };

/** Books an entry of the account, in the currency that it settles in; the fee is of what was settled. */
export const book = (unit: Unit, { amount, currency, fee, ...entry }: Entry): Stripe.BalanceTransaction => {
  const settled = settledIn(unit, amount, currency);
  const rate = settled.currency === currency ? null : (unit.settlement?.rate ?? null);
  const charged = wholeUnits(fee(settled.amount), settled.currency);
  const posted = posting({
    ...entry,
    ...settled,
    fee: charged,
    rate,
    id: unit.id('txn'),
    created: unit.seconds,
  });
  return unit.put('balance_transaction', posted);
};
