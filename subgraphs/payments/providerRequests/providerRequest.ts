import type { Id, PaymentId } from '../../../kernel/ids.ts';
import type { Payment } from '../payment/payment.ts';

export type RequestKind = 'OPEN' | 'CONFIRM' | 'CAPTURE' | 'VOID' | 'REFUND';
/** WRITTEN: not sent yet. UNKNOWN: sent without an answer. The others are final. */
export type RequestState = 'WRITTEN' | 'UNKNOWN' | 'DONE' | 'DECLINED' | 'REFUSED';
export type ProviderRequestId = Id<'key'>;

/** A request to the provider, saved before it is sent. */
export type ProviderRequest = Readonly<{
  id: ProviderRequestId;
  paymentId: PaymentId;
  refundId: Id<'ref'> | null;
  kind: RequestKind;
  /** the provider's ids of what to pay with, whose it is, and whether to keep it */
  method: string | null;
  customer: string | null;
  saves: boolean;
  state: RequestState;
  /** incremented if the provider repeats a stored error for the key */
  generation: number;
  code: string | null;
  message: string | null;
  /** failed tries in a row, and the earliest time of the next try */
  tries: number;
  nextAt: Date | null;
  createdAt: Date;
}>;

/** The idempotency key for the provider: a repeated request takes effect once. */
export const idempotencyKeyOf = ({ id, generation }: ProviderRequest): string =>
  generation === 0 ? id : `${id}-${generation}`;

export const isAnswered = ({ state }: ProviderRequest): boolean => state !== 'WRITTEN' && state !== 'UNKNOWN';

/**
 * How long a request stays with the process that asks unless it says that it still does, after how long one that wrote a request and did
 * not ask is taken for dead, and how long a look may take.
 */
export type LeaseTimes = Readonly<{ leaseMs: number; abandonedMs: number; syncMs: number }>;

const SLACK_MS = 1_000;
/** Shorter than a buyer's request waits, so that who asks again after a crash is answered. */
const LEASE_MS = 2_000;

/** A look may ask twice, each time for two questions in a row. */
export const leaseTimesFor = (timeoutMs: number): LeaseTimes => ({
  leaseMs: LEASE_MS,
  abandonedMs: LEASE_MS + 2 * SLACK_MS,
  syncMs: 2 * (2 * timeoutMs + SLACK_MS),
});

const CONFIRM_MS = 10 * 60_000;

/** Whether the request need not be sent: it has taken effect, or can no longer. */
export const isObsolete = (request: ProviderRequest, payment: Payment, now: Date): boolean => {
  const { status, totals, providerId } = payment;
  if (payment.flag || status === 'FAILED' || status === 'VOIDED') return true;
  switch (request.kind) {
    case 'OPEN':
      return providerId !== null;
    case 'CONFIRM':
      return totals.authorized > 0 || now.getTime() - request.createdAt.getTime() > CONFIRM_MS;
    case 'CAPTURE':
    case 'VOID':
      return totals.captured > 0;
    case 'REFUND':
      return payment.refunds.find(({ id }) => id === request.refundId)?.status !== 'PENDING';
    default:
      return request.kind satisfies never;
  }
};
