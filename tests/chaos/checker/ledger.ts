import { returnedOf } from './refunds.ts';
import type { PaymentRow, Snapshot } from './snapshot.ts';
import { byId, type Check, groupBy, sumOf, unless, type Violation } from './violation.ts';

/**
 * The ledger, entry by entry and account by account, against the provider's books: what came in, what went back, what it cost, and
 * what is left in the account.
 */
export const ledger: Check = (snapshot) => {
  const { ledger: entries, payments } = snapshot;
  const paymentOf = byId(payments);
  return [
    ...entries.flatMap(({ id, paymentId, debit, credit, currency }) => [
      ...unless(
        debit >= 0 && credit >= 0 && debit > 0 !== credit > 0,
        'LEDGER_ENTRY',
        id,
        `${debit} debit and ${credit} credit`,
      ),
      ...unless(paymentOf.has(paymentId), 'LEDGER_UNKNOWN', id, `of ${paymentId}, which is not there`),
      ...unless(
        !paymentOf.has(paymentId) || paymentOf.get(paymentId)?.currency === currency,
        'LEDGER_ENTRY',
        id,
        `in ${currency}`,
      ),
    ]),
    ...[...groupBy(entries, ({ transactionId }) => transactionId)].flatMap(([id, own]) => {
      const left = sumOf(own, ({ debit, credit }) => debit - credit);
      const isOne =
        new Set(own.map(({ paymentId, kind, currency }) => `${paymentId} ${kind} ${currency}`)).size === 1;
      return [
        ...unless(left === 0, 'LEDGER_UNBALANCED', id, `${left} left over`),
        ...unless(isOne, 'LEDGER_ENTRY', id, 'is of several payments, kinds or currencies'),
      ];
    }),
    ...payments.flatMap((payment) => balances(snapshot, payment)),
  ];
};

const balances = (snapshot: Snapshot, { id, providerId }: PaymentRow): Violation[] => {
  const entries = snapshot.ledger.filter(({ paymentId }) => paymentId === id);
  const received = snapshot.intents.find((intent) => intent.id === providerId)?.received ?? 0;
  const returned = returnedOf(snapshot, providerId);
  const account = snapshot.balance.filter(({ intentId }) => intentId === providerId);
  const fees = sumOf(account, ({ fee }) => fee);
  const net = sumOf(account, ({ amount, fee }) => amount - fee);
  const left = (filter: Readonly<{ kind?: string; account: string }>): number =>
    sumOf(
      entries.filter(
        (entry) => entry.account === filter.account && (filter.kind ?? entry.kind) === entry.kind,
      ),
      ({ debit, credit }) => debit - credit,
    );
  const cash = (kind: string): number => left({ kind, account: 'cash' });
  const compared = [
    ['captures', cash('CAPTURE'), received],
    ['refunds', -cash('REFUND'), returned],
    ['fees', -cash('FEE'), fees],
    ['cash', left({ account: 'cash' }), net],
    ['fees account', left({ account: 'fees' }), fees],
    ['sales', -left({ account: 'sales' }), received - returned],
    ['customer-receivable', left({ account: 'customer-receivable' }), 0],
    ['refunds-payable', left({ account: 'refunds-payable' }), 0],
    ['disputes', left({ account: 'disputes' }), 0],
  ] as const;
  return compared.flatMap(([what, ours, theirs]) =>
    unless(
      ours === theirs,
      'LEDGER_DIFFERS',
      id,
      `${what}: ${ours} in the ledger, ${theirs} at the provider`,
    ),
  );
};
