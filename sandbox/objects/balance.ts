import type Stripe from 'stripe';

const FEE_PER_MILLE = 15;
const FEE_FIXED = 25;
export const DISPUTE_FEE = 1500;

/** 1.5 % and 25 minor units, half a unit rounded up. */
export const feeFor = (amount: number): number =>
  Math.floor((amount * FEE_PER_MILLE + 500) / 1000) + FEE_FIXED;

export type Posting = Readonly<{
  id: string;
  created: number;
  type: 'charge' | 'refund' | 'refund_failure' | 'adjustment';
  category: 'charge' | 'refund' | 'refund_failure' | 'dispute' | 'dispute_reversal';
  amount: number;
  fee: number;
  currency: string;
  /** how the amount was converted into the currency; null where it was not */
  rate: number | null;
  source: string;
  description: string | null;
}>;

/** One entry of the account; what it changes is `net`. Money of the sandbox is available at once. */
export const posting = ({
  id,
  created,
  type,
  category,
  amount,
  fee,
  currency,
  rate,
  source,
  description,
}: Posting): Stripe.BalanceTransaction => ({
  id,
  object: 'balance_transaction',
  amount,
  available_on: created,
  balance_type: 'payments',
  created,
  currency,
  description,
  exchange_rate: rate,
  fee,
  fee_details: fee
    ? [
        {
          amount: fee,
          application: null,
          currency,
          description: 'Stripe processing fees',
          type: 'stripe_fee',
        },
      ]
    : [],
  net: amount - fee,
  reporting_category: category,
  source,
  status: 'available',
  type,
});

export const balanceOf = (transactions: readonly Stripe.BalanceTransaction[]): Stripe.Balance => {
  const sums = new Map<string, number>();
  for (const { currency, net } of transactions) sums.set(currency, (sums.get(currency) ?? 0) + net);
  const rows = sums.size === 0 ? [['eur', 0] as const] : [...sums];
  return {
    object: 'balance',
    available: rows.map(([currency, amount]) => ({ amount, currency, source_types: { card: amount } })),
    livemode: false,
    pending: rows.map(([currency]) => ({ amount: 0, currency, source_types: { card: 0 } })),
  };
};
