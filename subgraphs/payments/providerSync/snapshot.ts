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
  /** the id that we gave it; null for one made at the provider's own desk */
  refundId: string | null;
  amount: number;
  status: RefundStatus;
}>;

export type DisputeSnapshot = Readonly<{
  /** what the bank holds back at the moment */
  withdrawn: number;
  /** each in its own currency */
  fees: readonly Money[];
  stage: DisputeStage;
  /** until when the shop has to answer; null where nothing is to be answered */
  dueBy: Date | null;
}>;

/** `ref` is the charge, or what tells the failure from others where the bank was not asked for one. */
export type FailureSnapshot = Readonly<{ ref: string; code: string; message: string }>;

/** All that the provider says of a payment at one moment, in our words. */
export type ProviderSnapshot = Readonly<{
  providerId: string;
  phase: Phase;
  /** null where it cannot be read */
  amount: Money | null;
  /** what the bank once promised, whether or not it was taken since */
  authorized: number;
  captured: number;
  /** fees of the charge, each in its own currency, without those of disputes */
  fees: readonly Money[];
  refunds: readonly RefundSnapshot[];
  disputes: readonly DisputeSnapshot[];
  charge: string | null;
  /** what the bank declined, each once, the last one included; in full while the payment may still be paid */
  failures: readonly FailureSnapshot[];
  method: CardDetails | null;
  /** the provider's id of the card, where the customer wants to keep it */
  methodToSave: string | null;
  redirectUrl: string | null;
  /** amounts that could not be read: what they are, with the provider's number and currency */
  unreadableAmounts: readonly string[];
}>;
