import type { Claim } from '../../../kernel/idempotency.ts';
import type { PaymentId } from '../../../kernel/ids.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { ProviderRequest, ProviderRequestId, RequestKind } from './providerRequest.ts';

/** What a request is to ask beside its kind. */
export type RequestInput = Readonly<{
  kind: RequestKind;
  method?: string;
  customer?: string | null;
  saves?: boolean;
}>;

export type ProviderRequests = {
  /** Writes a request once per claim, if the payment still allows it; the request of an earlier claim otherwise. */
  claim(paymentId: PaymentId, ask: RequestInput, once: Claim | null): Promise<Outcome<ProviderRequestId>>;
  find(id: ProviderRequestId): Promise<ProviderRequest | null>;
  /** The one that opens a payment. */
  openRequestOf(paymentId: PaymentId): Promise<ProviderRequestId | null>;
  /** Whoever gets the request here may ask, for as long as one may take; null while another process asks, during the pause after a try that failed, and once it is answered. */
  lease(id: ProviderRequestId): Promise<ProviderRequest | null>;
  /** Whoever asks goes on asking: the request stays theirs. */
  extend(id: ProviderRequestId): Promise<void>;
  /** How often that has to be said, in milliseconds. */
  extendMs: number;
  /** Those that nobody has brought to an end, for the reconciler. */
  unanswered(before: Date): Promise<ProviderRequestId[]>;
  /** No answer: asked again when its pause is over, by a new job in place of any other. */
  scheduleRetry(id: ProviderRequestId): Promise<void>;
  /** The same, after a pause that begins now; `unsure`: it may have happened all the same. */
  postpone(
    request: ProviderRequest,
    how: Readonly<{ unsure: boolean; renew: boolean; pauseMs: number }>,
  ): Promise<void>;
};
