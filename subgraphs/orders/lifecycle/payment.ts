import type { PaymentId } from '../../../kernel/ids.ts';
import { type Money, zero } from '../../../kernel/money.ts';
import type { Refusal } from '../../../kernel/outcome.ts';

/** The statuses of the payments service. */
export type PaymentStatus =
  | 'CREATED'
  | 'REQUIRES_PAYMENT_METHOD'
  | 'REQUIRES_ACTION'
  | 'PROCESSING'
  | 'AUTHORIZED'
  | 'CAPTURED'
  | 'PARTIALLY_REFUNDED'
  | 'REFUNDED'
  | 'VOIDED'
  | 'FAILED'
  | 'DISPUTED'
  | 'UNKNOWN';
/** All null if no payment was ever opened. */
export type PaymentState = Readonly<{
  paymentId: PaymentId | null;
  status: PaymentStatus | null;
  captured: Money | null;
}>;

/** The opened payment, or why the provider does not accept it. */
export type OpenedPayment =
  | Readonly<{ paymentId: PaymentId; clientSecret: string | null }>
  | Readonly<{ refusals: readonly Refusal[] }>;

/** What a payment's status means for its order. CLOSED: it can never be captured. UNKNOWN: the provider has not decided yet. */
export type PaymentPhase = 'NONE' | 'OPEN' | 'AUTHORIZED' | 'CAPTURED' | 'CLOSED' | 'UNKNOWN';

export const phaseOf = ({ status }: PaymentState): PaymentPhase => {
  switch (status) {
    case null:
      return 'NONE';
    case 'CREATED':
    case 'REQUIRES_PAYMENT_METHOD':
    case 'REQUIRES_ACTION':
      return 'OPEN';
    case 'AUTHORIZED':
      return 'AUTHORIZED';
    case 'CAPTURED':
    case 'PARTIALLY_REFUNDED':
    case 'REFUNDED':
    case 'DISPUTED':
      return 'CAPTURED';
    case 'VOIDED':
    case 'FAILED':
      return 'CLOSED';
    case 'PROCESSING':
    case 'UNKNOWN':
      return 'UNKNOWN';
    default:
      return status satisfies never;
  }
};

export const capturedAmount = ({ captured }: PaymentState, currency: string): Money =>
  captured ?? zero(currency);
