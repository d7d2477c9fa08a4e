import type { Prisma } from '../../../generated/payments/db/client.ts';
import { readId } from '../../../kernel/ids.ts';
import { type Money, money } from '../../../kernel/money.ts';
import type { Attempt, CardDetails, OpenDispute, Payment, Refund, Totals } from './payment.ts';

/** A payment with what belongs to it, oldest first. */
export const WITH_RELATIONS = {
  attempts: { orderBy: { at: 'asc' } },
  refunds: { orderBy: { id: 'asc' } },
} as const;
type Row = Prisma.PaymentGetPayload<{ include: typeof WITH_RELATIONS }>;

export const paymentOf = (row: Row): Payment => ({
  id: readId('pay', row.id),
  orderId: readId('ord', row.orderId),
  orderNumber: row.orderNumber,
  ownerId: row.ownerId === null ? null : readId('user', row.ownerId),
  amount: money(Number(row.amount), row.currency),
  status: row.status,
  providerId: row.providerId,
  totals: totalsOf(row),
  settlementFees: feesOf(row.settlementFees),
  unreadableAmounts: row.unreadAmounts,
  method: methodOf(row),
  redirectUrl: row.redirectUrl,
  flag: row.flag,
  dispute: disputeOf(row),
  attempts: row.attempts.map(attemptOf),
  refunds: row.refunds.map(refundOf),
  expiresAt: row.expiresAt,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
  version: row.version,
});

const totalsOf = (row: Row): Totals => ({
  authorized: Number(row.authorized),
  released: Number(row.released),
  captured: Number(row.captured),
  refunding: Number(row.refunding),
  refunded: Number(row.refunded),
  fees: Number(row.fees),
  disputed: Number(row.disputed),
});

/** Kept as amounts by currency. */
const feesOf = (kept: Prisma.JsonValue): Money[] =>
  Object.entries(Object(kept) as Record<string, unknown>)
    .map(([currency, amount]) => money(Number(amount), currency))
    .sort((a, b) => (a.currency < b.currency ? -1 : 1));

const methodOf = ({
  methodBrand: brand,
  methodLast4: last4,
  methodExpMonth,
  methodExpYear,
}: Row): CardDetails | null =>
  brand === null || last4 === null
    ? null
    : { brand, last4, expMonth: methodExpMonth ?? 0, expYear: methodExpYear ?? 0 };

const disputeOf = ({ disputeStage: stage, disputeDueBy: dueBy }: Row): OpenDispute | null =>
  stage === 'INQUIRY' || stage === 'OPEN' ? { stage, dueBy } : null;

const attemptOf = ({ ref, at, outcome, code, message }: Row['attempts'][number]): Attempt => ({
  ref,
  at,
  outcome,
  code,
  message,
});

export const refundOf = ({
  id,
  paymentId,
  amount,
  currency,
  status,
  reason,
  providerId,
  createdAt,
}: Row['refunds'][number]): Refund => ({
  id: readId('ref', id),
  paymentId: readId('pay', paymentId),
  amount: money(Number(amount), currency),
  status,
  reason,
  providerId,
  createdAt,
});

/** The columns that a change may touch. */
export const columnsOf = ({
  status,
  providerId,
  totals,
  settlementFees,
  unreadableAmounts,
  method,
  redirectUrl,
  flag,
  dispute,
}: Payment) => ({
  status,
  providerId,
  ...totals,
  settlementFees: Object.fromEntries(settlementFees.map(({ currency, amount }) => [currency, amount])),
  unreadAmounts: [...unreadableAmounts],
  methodBrand: method?.brand ?? null,
  methodLast4: method?.last4 ?? null,
  methodExpMonth: method?.expMonth ?? null,
  methodExpYear: method?.expYear ?? null,
  redirectUrl,
  flag,
  disputeStage: dispute?.stage ?? null,
  disputeDueBy: dispute?.dueBy ?? null,
});
