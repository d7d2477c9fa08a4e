import type { Id, OrderId, PaymentId, UserId } from '../../../kernel/ids.ts';
import type { Money } from '../../../kernel/money.ts';

/** What has happened to the money so far, in minor units of the payment's currency. */
export type Totals = Readonly<{
  authorized: number;
  /** released without having been captured */
  released: number;
  captured: number;
  /** refunds that succeeded or are pending */
  refunding: number;
  refunded: number;
  /** in the payment's currency */
  fees: number;
  /** withdrawn by the cardholder's bank, less what it returned */
  disputed: number;
}>;

export const ZERO_TOTALS: Totals = {
  authorized: 0,
  released: 0,
  captured: 0,
  refunding: 0,
  refunded: 0,
  fees: 0,
  disputed: 0,
};

/** Declined attempts after which a payment ends. Limits card testing. */
export const MAX_DECLINES = 10;

export type CardDetails = Readonly<{ brand: string; last4: string; expMonth: number; expYear: number }>;

/** `ref` is the provider's ID, so that an attempt observed twice is saved once. */
export type Attempt = Readonly<{
  ref: string;
  at: Date;
  outcome: 'AUTHORIZED' | 'DECLINED';
  code: string | null;
  message: string | null;
}>;

export type RefundStatus = 'PENDING' | 'SUCCEEDED' | 'FAILED';
export type Refund = Readonly<{
  id: Id<'ref'>;
  paymentId: PaymentId;
  amount: Money;
  status: RefundStatus;
  reason: string | null;
  /** the provider's ID; null until the provider has answered */
  providerId: string | null;
  createdAt: Date;
}>;

/**
 * INQUIRY: the cardholder's bank asks before it disputes; no money moved, and a refund ends it. OPEN: the money is withdrawn until
 * the bank decides. CLOSED: it came to nothing, by the inquiry's end or because it was prevented.
 */
export type DisputeStage = 'INQUIRY' | 'OPEN' | 'WON' | 'LOST' | 'CLOSED';
/** The dispute that the shop has to answer. Of several, the most severe stage with its earliest due date. */
export type OpenDispute = Readonly<{ stage: 'INQUIRY' | 'OPEN'; dueBy: Date | null }>;

export type Flag = 'PAYMENT_MISMATCH';

export type Payment = Readonly<{
  id: PaymentId;
  orderId: OrderId;
  orderNumber: string | null;
  ownerId: UserId | null;
  amount: Money;
  status: Status;
  providerId: string | null;
  totals: Totals;
  /** fees in the currencies that the provider's account settles in, one amount per currency, sorted by code */
  settlementFees: readonly Money[];
  /** the provider's amounts that could not be converted, as the provider reports them */
  unreadableAmounts: readonly string[];
  method: CardDetails | null;
  redirectUrl: string | null;
  flag: Flag | null;
  dispute: OpenDispute | null;
  attempts: readonly Attempt[];
  refunds: readonly Refund[];
  expiresAt: Date;
  createdAt: Date;
  updatedAt: Date;
  /** incremented by each change, so that a snapshot retrieved before another change is never applied after it */
  version: number;
}>;

/** The totals that follow from the refunds. */
export const refundTotals = (refunds: readonly Refund[]): Pick<Totals, 'refunding' | 'refunded'> => ({
  refunding: sumOf(refunds.filter(({ status }) => status !== 'FAILED')),
  refunded: sumOf(refunds.filter(({ status }) => status === 'SUCCEEDED')),
});

const sumOf = (refunds: readonly Refund[]): number =>
  refunds.reduce((sum, { amount }) => sum + amount.amount, 0);

/** The current one of an order's payments, which are given newest first. */
export const currentOf = (payments: readonly Payment[]): Payment | null =>
  payments.find(({ status }) => !isOver(status)) ?? payments[0] ?? null;

/** The statuses of a payment. */
export const STATUSES = [
  'CREATED',
  'REQUIRES_PAYMENT_METHOD',
  'REQUIRES_ACTION',
  'PROCESSING',
  'AUTHORIZED',
  'CAPTURED',
  'PARTIALLY_REFUNDED',
  'REFUNDED',
  'VOIDED',
  'FAILED',
  'DISPUTED',
  'UNKNOWN',
] as const;
export type Status = (typeof STATUSES)[number];

const OPEN = ['REQUIRES_PAYMENT_METHOD', 'REQUIRES_ACTION', 'PROCESSING'] as const;
const PAID = ['CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED', 'DISPUTED'] as const;

/** The allowed transitions. Several steps can pass at the provider between two snapshots. */
export const NEXT: Readonly<Record<Status, readonly Status[]>> = {
  CREATED: [...OPEN, 'AUTHORIZED', ...PAID, 'VOIDED', 'FAILED', 'UNKNOWN'],
  REQUIRES_PAYMENT_METHOD: [...OPEN, 'AUTHORIZED', ...PAID, 'VOIDED', 'FAILED', 'UNKNOWN'],
  REQUIRES_ACTION: [...OPEN, 'AUTHORIZED', ...PAID, 'VOIDED', 'FAILED', 'UNKNOWN'],
  PROCESSING: [...OPEN, 'AUTHORIZED', ...PAID, 'VOIDED', 'FAILED', 'UNKNOWN'],
  AUTHORIZED: [...PAID, 'VOIDED', 'FAILED', 'UNKNOWN'],
  CAPTURED: PAID,
  PARTIALLY_REFUNDED: PAID,
  REFUNDED: PAID,
  DISPUTED: PAID,
  VOIDED: [],
  FAILED: [],
  UNKNOWN: [...OPEN, 'AUTHORIZED', ...PAID, 'VOIDED', 'FAILED'],
};

/** Staying in a status is always allowed: a snapshot without news changes nothing. */
export const mayBecome = (from: Status, to: Status): boolean => from === to || NEXT[from].includes(to);

export type PaymentAction = 'pay' | 'capture' | 'void' | 'refund';

/** Whether an action is allowed in a status. */
export const allows = (status: Status, action: PaymentAction): boolean => {
  switch (status) {
    case 'REQUIRES_PAYMENT_METHOD':
    case 'REQUIRES_ACTION':
      return action === 'pay' || action === 'void';
    case 'CREATED':
    case 'PROCESSING':
    case 'UNKNOWN':
      return action === 'void';
    case 'AUTHORIZED':
      return action === 'capture' || action === 'void';
    case 'CAPTURED':
    case 'PARTIALLY_REFUNDED':
      return action === 'refund';
    case 'REFUNDED':
    case 'DISPUTED':
    case 'VOIDED':
    case 'FAILED':
      return false;
    default:
      return status satisfies never;
  }
};

/** Whether the payment is final without money, so that the order may get another payment. */
export const isOver = (status: Status): boolean => status === 'VOIDED' || status === 'FAILED';

/** Whether the buyer's form can still use the client secret. */
export const isPayable = (status: Status): boolean =>
  status === 'CREATED' || status === 'UNKNOWN' || allows(status, 'pay');

/** Statuses that do not last. A payment that stays in one for too long is synced with the provider. */
export const UNSETTLED = [
  'CREATED',
  'REQUIRES_ACTION',
  'PROCESSING',
  'AUTHORIZED',
  'UNKNOWN',
] as const satisfies readonly Status[];
