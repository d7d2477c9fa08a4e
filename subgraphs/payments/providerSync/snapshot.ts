import type { Money } from '../../../kernel/money.ts';
import type { CardDetails, DisputeStage, RefundStatus } from '../payment/payment.ts';

export type Phase =
  | 'requires_method'
  | 'requires_action'
  | 'processing'
  | 'authorized'
  | 'captured'
  | 'canceled';

export type RefundSnapshot = Readonly<{
  providerId: string;
  /** our ID of the refund; null for a refund made in the provider's dashboard */
  refundId: string | null;
  amount: number;
  status: RefundStatus;
}>;

export type DisputeSnapshot = Readonly<{
  /** what the bank currently withholds */
  withdrawn: number;
  /** each in its own currency */
  fees: readonly Money[];
  stage: DisputeStage;
  /** when the shop has to answer; null if no answer is required */
  dueBy: Date | null;
}>;

/** `ref` is the charge, or what tells the failure from others where the bank was not asked for one. */
export type FailureSnapshot = Readonly<{ ref: string; code: string; message: string }>;

/** The provider's state of a payment at one moment. Amounts are minor units of the payment's currency. */
export type ProviderSnapshot = Readonly<{
  providerId: string;
  phase: Phase;
  /** null if it cannot be converted */
  amount: Money | null;
  /** what the bank authorized, whether or not it was captured since */
  authorized: number;
  captured: number;
  /** fees of the charge, each in its own currency, without those of disputes */
  fees: readonly Money[];
  refunds: readonly RefundSnapshot[];
  disputes: readonly DisputeSnapshot[];
  charge: string | null;
  /** declined charges, each once, including the last; complete while the payment can still be paid */
  failures: readonly FailureSnapshot[];
  method: CardDetails | null;
  /** the provider's ID of the card, if the customer wants to save it */
  methodToSave: string | null;
  redirectUrl: string | null;
  /** amounts that could not be converted: what each is, with the provider's number and currency */
  unreadableAmounts: readonly string[];
}>;
