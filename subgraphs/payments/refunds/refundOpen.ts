import type { RefundOpenInput } from '../../../generated/payments/types.ts';
import { badInput } from '../../../kernel/errors.ts';
import { readKey } from '../../../kernel/idempotency.ts';
import { readId } from '../../../kernel/ids.ts';
import { money } from '../../../kernel/money.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Viewer } from '../../../kernel/viewer.ts';
import { checkIncrement } from '../payment/chargeLimits.ts';
import { currentOf, type Refund } from '../payment/payment.ts';
import type { Ports } from '../ports.ts';
import { executeRequest } from '../providerRequests/executeRequest.ts';

/**
 * Refunds part of an order's payment. Refuses with NOT_FOUND, CURRENCY_MISMATCH, INVALID or REFUND_EXCEEDS. If the provider does
 * not answer, the refund is PENDING and retried. Safe to repeat with the same key.
 */
export const refundOpen =
  (ports: Ports) =>
  async (
    viewer: Viewer,
    { orderId, amount, reason, idempotencyKey }: RefundOpenInput,
  ): Promise<Outcome<Refund>> => {
    const key = readKey(idempotencyKey);
    if (amount.amount <= 0) throw badInput('amount must be greater than 0.');
    const [known = []] = await ports.payments.ofOrders([readId('ord', orderId)]);
    const payment = currentOf(known);
    if (!payment) return refuse('NOT_FOUND', 'There is no payment for this order.', ['orderId']);
    const requested = money(amount.amount, amount.currency);
    if (requested.currency !== payment.amount.currency)
      return refuse('CURRENCY_MISMATCH', `The order was paid in ${payment.amount.currency}.`, [
        'amount',
        'currency',
      ]);
    const increment = checkIncrement(requested, ports.provider.chargeLimits);
    if (!increment.ok) return increment;
    const claim = {
      caller: callerOf(viewer),
      operation: 'refundOpen',
      key,
      input: { orderId, amount: requested },
    };
    const opened = await ports.refunds.open({
      paymentId: payment.id,
      amount: requested,
      reason: reason ?? null,
      claim,
    });
    if (!opened.ok) return opened;
    const { payment: after } = await executeRequest(ports)(opened.value.requestId);
    const refund = after.refunds.find(({ id }) => id === opened.value.refundId);
    return refund ? done(refund) : refuse('NOT_FOUND', 'There is no such refund.');
  };

const callerOf = (viewer: Viewer): string => (viewer.kind === 'service' ? viewer.name : 'nobody');
