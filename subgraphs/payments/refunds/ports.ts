import type { Claim } from '../../../kernel/idempotency.ts';
import type { Id, PaymentId } from '../../../kernel/ids.ts';
import type { Money } from '../../../kernel/money.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { Page, PageRequest } from '../../../kernel/page.ts';
import type { Refund, RefundStatus } from '../payment/payment.ts';
import type { ProviderRequestId } from '../providerRequests/providerRequest.ts';

export type RefundRequest = Readonly<{
  paymentId: PaymentId;
  amount: Money;
  reason: string | null;
  claim: Claim;
}>;

export type OpenedRefund = Readonly<{ refundId: Id<'ref'>; requestId: ProviderRequestId }>;

export type Refunds = {
  /** Reserves the amount and writes the call; REFUND_EXCEEDS where not so much is left. */
  open(requested: RefundRequest): Promise<Outcome<OpenedRefund>>;
  /** Newest first. */
  page(statuses: readonly RefundStatus[] | null, page: PageRequest<Id<'ref'>>): Promise<Page<Refund>>;
};
