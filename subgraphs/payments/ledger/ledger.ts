import type { Money } from '../../../kernel/money.ts';
import { type Totals, ZERO_TOTALS } from '../payment/payment.ts';

export type Account = 'customer-receivable' | 'sales' | 'cash' | 'refunds-payable' | 'fees' | 'disputes';
export type Kind = 'AUTHORIZATION' | 'RELEASE' | 'CAPTURE' | 'REFUND_REQUEST' | 'REFUND' | 'FEE' | 'DISPUTE';

/** One side of a transaction: either debit or credit is above zero. */
export type Entry = Readonly<{ account: Account; debit: number; credit: number }>;
export type Transaction = Readonly<{ kind: Kind; entries: readonly [Entry, Entry] }>;

type Rule = Readonly<{ total: keyof Totals; kind: Kind; debit: Account; credit: Account }>;

/** What a rise of a total means in the books; a fall is the same with sides swapped. */
const RULES: readonly Rule[] = [
  { total: 'authorized', kind: 'AUTHORIZATION', debit: 'customer-receivable', credit: 'sales' },
  { total: 'released', kind: 'RELEASE', debit: 'sales', credit: 'customer-receivable' },
  { total: 'captured', kind: 'CAPTURE', debit: 'cash', credit: 'customer-receivable' },
  { total: 'refunding', kind: 'REFUND_REQUEST', debit: 'sales', credit: 'refunds-payable' },
  { total: 'refunded', kind: 'REFUND', debit: 'refunds-payable', credit: 'cash' },
  { total: 'fees', kind: 'FEE', debit: 'fees', credit: 'cash' },
  { total: 'disputed', kind: 'DISPUTE', debit: 'disputes', credit: 'cash' },
];

/** The transactions that lead the books from one state of a payment to another; each sums to zero. */
export const postings = (before: Totals, after: Totals): Transaction[] =>
  RULES.flatMap(({ total, kind, debit, credit }) => {
    const change = after[total] - before[total];
    if (change === 0) return [];
    return [
      change > 0 ? transaction(kind, debit, credit, change) : transaction(kind, credit, debit, -change),
    ];
  });

/** Fees that were paid in other currencies than the payment's, booked in those. */
export const feePostings = (
  before: readonly Money[],
  after: readonly Money[],
): (Transaction & Readonly<{ currency: string }>)[] => {
  const amountIn = (fees: readonly Money[], currency: string): number =>
    fees.find((fee) => fee.currency === currency)?.amount ?? 0;
  const currencies = new Set([...before, ...after].map(({ currency }) => currency));
  return [...currencies].flatMap((currency) => {
    const [from, to] = [amountIn(before, currency), amountIn(after, currency)];
    return postings({ ...ZERO_TOTALS, fees: from }, { ...ZERO_TOTALS, fees: to }).map((each) => ({
      ...each,
      currency,
    }));
  });
};

const transaction = (kind: Kind, debit: Account, credit: Account, amount: number): Transaction => ({
  kind,
  entries: [
    { account: debit, debit: amount, credit: 0 },
    { account: credit, debit: 0, credit: amount },
  ],
});

/** What an account holds: debits less credits. */
export const balance = (entries: readonly Entry[], account: Account): number =>
  entries
    .filter((entry) => entry.account === account)
    .reduce((sum, { debit, credit }) => sum + debit - credit, 0);

/** What the provider's own account must have gained by a payment in this state. */
export const cashOf = ({ captured, refunded, fees, disputed }: Totals): number =>
  captured - refunded - fees - disputed;
