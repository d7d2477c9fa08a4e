import type { Claim } from '../../../kernel/idempotency.ts';
import type { PaymentId } from '../../../kernel/ids.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { Call, CallId, CallKind } from './providerRequest.ts';

/** What a call is to ask beside its kind. */
export type Ask = Readonly<{ kind: CallKind; method?: string; customer?: string | null; saves?: boolean }>;

export type Calls = {
  /** Writes a call once per claim, if the payment still allows it; the call of an earlier claim otherwise. */
  claim(paymentId: PaymentId, ask: Ask, once: Claim | null): Promise<Outcome<CallId>>;
  find(id: CallId): Promise<Call | null>;
  /** The one that opens a payment. */
  opening(paymentId: PaymentId): Promise<CallId | null>;
  /** Whoever gets the call here may ask, for as long as one may take; null while another process asks, during the pause after a try that failed, and once it is answered. */
  lease(id: CallId): Promise<Call | null>;
  /** Whoever asks goes on asking: the call stays theirs. */
  extend(id: CallId): Promise<void>;
  /** How often that has to be said, in milliseconds. */
  extendMs: number;
  /** Those that nobody has brought to an end, for the reconciler. */
  unanswered(before: Date): Promise<CallId[]>;
  /** No answer: asked again when its pause is over, by a new job in place of any other. */
  again(id: CallId): Promise<void>;
  /** The same, after a pause that begins now; `unsure`: it may have happened all the same. */
  postpone(call: Call, how: Readonly<{ unsure: boolean; renew: boolean; pauseMs: number }>): Promise<void>;
};
