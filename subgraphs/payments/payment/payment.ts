import type { Id, OrderId, PaymentId, UserId } from '../../../kernel/ids.ts';
import type { Money } from '../../../kernel/money.ts';

/** What has happened with the money so far, in minor units of the payment's currency. */
export type Totals = Readonly<{
  authorized: number;
  /** given back without having been taken */
  released: number;
  captured: number;
  /** refunds that succeeded or may still succeed */
  refunding: number;
  refunded: number;
  /** in the payment's currency */
  fees: number;
  /** withdrawn by the cardholder's bank, less what it gave back */
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

/** Nobody has more cards than that; thieves try whether stolen ones work. */
export const MAX_DECLINES = 10;

export type CardDetails = Readonly<{ brand: string; last4: string; expMonth: number; expYear: number }>;

/** `ref` is what the provider calls it, so that the same attempt seen twice is one. */
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
  /** the provider's id, once it gave one */
  providerId: string | null;
  createdAt: Date;
}>;

/**
 * INQUIRY: the cardholder's bank asks before it disputes; no money moved, and a refund ends it. OPEN: the money is withdrawn until
 * the bank decides. CLOSED: it came to nothing, by the inquiry's end or because it was prevented.
 */
export type DisputeStage = 'INQUIRY' | 'OPEN' | 'WON' | 'LOST' | 'CLOSED';
/** What waits for an answer of the shop; of several what is worse, and the earliest date. */
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
  /** fees in other currencies, as the provider's account settles; one amount each, by code */
  settlementFees: readonly Money[];
  /** amounts of the provider that could not be read, as it names them */
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
  /** counts the changes, so that a look that began before another change is never applied after it */
  version: number;
}>;

/** Refunds decide their share of the totals. */
export const refundTotals = (refunds: readonly Refund[]): Pick<Totals, 'refunding' | 'refunded'> => ({
  refunding: sumOf(refunds.filter(({ status }) => status !== 'FAILED')),
  refunded: sumOf(refunds.filter(({ status }) => status === 'SUCCEEDED')),
});

const sumOf = (refunds: readonly Refund[]): number =>
  refunds.reduce((sum, { amount }) => sum + amount.amount, 0);

/** Of an order's payments, newest first: the one that counts. */
export const currentOf = (payments: readonly Payment[]): Payment | null =>
  payments.find(({ status }) => !isOver(status)) ?? payments[0] ?? null;

/** Where a payment stands. */
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

/** What may come after what, as seen at the provider: several steps may have passed between two looks. */
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

/** Staying is always allowed: a look that shows nothing new changes nothing. */
export const mayBecome = (from: Status, to: Status): boolean => from === to || NEXT[from].includes(to);

export type PaymentAction = 'pay' | 'capture' | 'void' | 'refund';

/** What may be asked for in a state. */
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

/** Nothing more will come of it, so that the order may have another payment. */
export const isOver = (status: Status): boolean => status === 'VOIDED' || status === 'FAILED';

/** The buyer's form has a use for the secret. */
export const isPayable = (status: Status): boolean =>
  status === 'CREATED' || status === 'UNKNOWN' || allows(status, 'pay');

/** What does not last: after a while the provider is asked how it stands. */
export const UNSETTLED = [
  'CREATED',
  'REQUIRES_ACTION',
  'PROCESSING',
  'AUTHORIZED',
  'UNKNOWN',
] as const satisfies readonly Status[];
